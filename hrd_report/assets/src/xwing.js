// X-Wing (ML-KEM-768 with X25519) and HPKE in base mode, for one message. docs/formats.md, section 1.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js"
import { pow } from "@noble/curves/abstract/modular.js"
import { montgomery } from "@noble/curves/abstract/montgomery.js"
import { expand, extract } from "@noble/hashes/hkdf.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { sha3_256, shake256 } from "@noble/hashes/sha3.js"
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js"
import { big, join, utf8 } from "./bytes.js"

const P = 2n ** 255n - 19n
// The library's own x25519 brings all of Edwards' curve along, for speed that nobody needs here.
// These are the numbers of RFC 7748, section 5.
const x25519 = montgomery({
  P,
  type: "x25519",
  powPminus2: (x) => pow(x, P - 2n, P),
  adjustScalarBytes: (/** @type {Uint8Array} */ raw) => {
    raw[0] = /** @type {number} */ (raw[0]) & 248
    raw[31] = (/** @type {number} */ (raw[31]) & 127) | 64
    return raw
  },
})
const LABEL = utf8("\\.//^\\")
const MLKEM_PUBLIC = 1184
const SUITE = join(utf8("HPKE"), Uint8Array.of(0x64, 0x7a, 0, 1, 0, 3))
const VERSION = utf8("HPKE-v1")
const NOTHING = new Uint8Array()

/** @param {number} count */
export const random = (count) => crypto.getRandomValues(new Uint8Array(count))

/** Grow the public key of a seed. @param {Uint8Array} seed */
export function publicKey(seed) {
  const grown = shake256(seed, { dkLen: 96 })
  const { publicKey: kem } = ml_kem768.keygen(grown.slice(0, 64))
  return join(kem, x25519.getPublicKey(grown.slice(64)))
}

/** @param {Uint8Array} recipient */
function encapsulate(recipient) {
  const curve = recipient.slice(MLKEM_PUBLIC)
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(recipient.slice(0, MLKEM_PUBLIC))
  const own = random(32)
  const share = x25519.getPublicKey(own)
  const agreed = x25519.getSharedSecret(own, curve)
  return {
    share: join(cipherText, share),
    secret: sha3_256(join(sharedSecret, agreed, share, curve, LABEL)),
  }
}

/** @param {Uint8Array} salt @param {string} label @param {Uint8Array} from */
const labelled = (salt, label, from) => extract(sha256, join(VERSION, SUITE, utf8(label), from), salt)

/**
 * Seal a secret: the encapsulated key (1120 bytes), and the secret with its tag.
 * @param {Uint8Array} recipient @param {Uint8Array} secret @param {Uint8Array} info
 */
export function seal(recipient, secret, info) {
  const { share, secret: shared } = encapsulate(recipient)
  const context = join(
    Uint8Array.of(0),
    labelled(NOTHING, "psk_id_hash", NOTHING),
    labelled(NOTHING, "info_hash", info),
  )
  const base = labelled(shared, "secret", NOTHING)
  /** @param {string} label @param {number} length */
  const derive = (label, length) =>
    expand(sha256, base, join(big(length, 2), VERSION, SUITE, utf8(label), context), length)
  const sealed = chacha20poly1305(derive("key", 32), derive("base_nonce", 12)).encrypt(secret)
  return { share, sealed }
}
