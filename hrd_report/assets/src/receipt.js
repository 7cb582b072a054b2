// Receipts: 16 random bytes, and what derives from them. docs/formats.md, section 6.
import { hkdf } from "@noble/hashes/hkdf.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { join, utf8 } from "./bytes.js"
import { publicKey } from "./xwing.js"

const NOTHING = new Uint8Array()

/** What others may know of a receipt: the look-up (32), then the reply key. @param {Uint8Array} bits */
export function answerTo(bits) {
  /** @param {string} label */
  const derive = (label) => hkdf(sha256, bits, NOTHING, utf8(label), 32)
  return join(derive("hrd1/lookup"), publicKey(derive("hrd1/seed")))
}

/** @param {Uint8Array} bits */
const number = (bits) => bits.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)

/** Write a receipt in twelve words of a list of 2048. @param {Uint8Array} bits @param {string[]} list */
export function words(bits, list) {
  const joined = (number(bits) << 4n) | BigInt(/** @type {number} */ (sha256(bits)[0]) >> 4)
  return Array.from({ length: 12 }, (_, at) => list[Number((joined >> BigInt(11 * (11 - at))) & 2047n)] ?? "")
}

/** Write a receipt in fourteen groups of three digits. @param {Uint8Array} bits */
export function digits(bits) {
  const value = number(bits)
  const all = value.toString().padStart(39, "0") + (value % 997n).toString().padStart(3, "0")
  return /** @type {string[]} */ (all.match(/.../g))
}
