// The one sealed format: age v1 to one hybrid recipient. docs/formats.md, section 2. Opens nothing.
import { chacha20poly1305 } from "@noble/ciphers/chacha.js"
import { hkdf } from "@noble/hashes/hkdf.js"
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { base64, big, join, utf8 } from "./bytes.js"
import { random, seal } from "./xwing.js"

const CHUNK = 65536
const NOTHING = new Uint8Array()
const INFO = utf8("age-encryption.org/mlkem768x25519")

/**
 * Yield the pieces of a sealed file, as the plain pieces come.
 * @param {AsyncIterable<Uint8Array>} plain @param {Uint8Array} recipient
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* sealed(plain, recipient) {
  const fileKey = random(16)
  const nonce = random(16)
  const { share, sealed: wrapped } = seal(recipient, fileKey, INFO)
  const head = `age-encryption.org/v1\n-> mlkem768x25519 ${base64(share)}\n${base64(wrapped)}\n---`
  const mac = hmac(sha256, hkdf(sha256, fileKey, NOTHING, utf8("header"), 32), utf8(head))
  yield join(utf8(`${head} ${base64(mac)}\n`), nonce)
  const key = hkdf(sha256, fileKey, nonce, utf8("payload"), 32)
  let number = 0
  /** @param {Uint8Array} chunk @param {boolean} last */
  const put = (chunk, last) =>
    chacha20poly1305(key, join(big(number++, 11), Uint8Array.of(Number(last)))).encrypt(chunk)
  // The last chunk is held back until it is known to be the last.
  /** @type {Uint8Array} */
  let held = NOTHING
  for await (const piece of plain) {
    held = held.length ? join(held, piece) : piece
    let at = 0
    for (; held.length - at > CHUNK; at += CHUNK) yield put(held.subarray(at, at + CHUNK), false)
    held = held.slice(at)
  }
  yield put(held, true)
}
