// Bytes and how they are written. Pure.

const text = new TextEncoder()

/** @param {string} words */
export const utf8 = (words) => text.encode(words)

/** @param {Uint8Array[]} parts */
export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0))
  let at = 0
  for (const one of parts) {
    whole.set(one, at)
    at += one.length
  }
  return whole
}

/** Write a number as so many bytes, big-endian. @param {number} value @param {number} length */
export function big(value, length) {
  const out = new Uint8Array(length)
  for (let at = length - 1, rest = value; at >= 0; at--, rest = Math.floor(rest / 256)) out[at] = rest % 256
  return out
}

/** Base64 without padding. @param {Uint8Array} raw */
export const base64 = (raw) =>
  btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join("")).replaceAll("=", "")

/** The same for addresses. @param {Uint8Array} raw */
export const base64url = (raw) => base64(raw).replaceAll("+", "-").replaceAll("/", "_")

const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

/** Read Bech32 (BIP-173, no length limit) under a prefix. @param {string} written @param {string} prefix */
export function bech32(written, prefix) {
  const places = Array.from(written.slice(prefix.length + 1), (letter) => LETTERS.indexOf(letter))
  const head = Array.from(prefix, (letter) => letter.charCodeAt(0))
  let sum = 1
  for (const value of [...head.map((one) => one >> 5), 0, ...head.map((one) => one & 31), ...places]) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (const [bit, mask] of [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].entries())
      if ((top >> bit) & 1) sum ^= mask
  }
  const raw = []
  let held = 0
  let bits = 0
  for (const place of places.slice(0, -6)) {
    held = ((held << 5) | place) & 0xfff
    bits += 5
    if (bits >= 8) raw.push((held >> (bits -= 8)) & 255)
  }
  if (!written.startsWith(prefix + "1") || places.includes(-1) || sum !== 1) throw new Error("no recipient")
  return Uint8Array.from(raw)
}
