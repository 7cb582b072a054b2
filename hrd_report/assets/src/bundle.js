// A report and its files as one run of bytes, and the envelope before it once it is sealed.
// docs/formats.md, sections 15 and 16.
import { sha256 } from "@noble/hashes/sha2.js"
import { sealed } from "./age.js"
import { base64url, big, join, utf8 } from "./bytes.js"
import { answerTo } from "./receipt.js"

const MAGIC = utf8("hrd-report/bundle 1\n")
const OUTER = utf8("hrd-report/envelope 1\n")
const STEP = 1 << 20
const LONGEST = 255
const UNSEEN = /[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** @typedef {{ name: string, type: string, size: number, slice: (from: number, to: number) => Blob }} Chosen */

/** The size that so many bytes are padded to (section 3). @param {number} length */
export function padded(length) {
  if (length <= 4096) return 4096
  const exponent = Math.floor(Math.log2(length))
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1)
  return Math.ceil(length / step) * step
}

/** Replace half of a pair that makes one letter: no text holds it alone. @param {string} text */
const whole = (text) => Array.from(text, (one) => (/^[\ud800-\udfff]$/.test(one) ? "\ufffd" : one)).join("")

/** @param {unknown} value */
const json = (value) =>
  utf8(JSON.stringify(value, (_, one) => (typeof one === "string" ? whole(one) : one)))

/**
 * Names that a bundle may hold: the last part of a path, nothing unseen, none of them twice.
 * @param {string[]} names
 */
export function fitNames(names) {
  /** @type {Set<string>} */
  const taken = new Set()
  return names.map((name) => {
    const last = whole(name.split(/[/\\]/).pop() ?? "").replace(UNSEEN, "")
    const kept = whole(last.slice(0, LONGEST - 10))
    const fit = /[^. ]/.test(kept) ? kept : "file"
    let free = fit
    for (let count = 2; taken.has(free); count++) free = `${count} ${fit}`
    taken.add(free)
    return free
  })
}

/**
 * @param {object} report @param {Chosen[]} files @param {(done: number) => void} tell
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* bundled(report, files, tell) {
  const words = json(report)
  const names = fitNames(files.map((one) => one.name))
  const start = join(MAGIC, big(words.length, 4), words)
  let length = start.length
  yield start
  for (const [at, file] of files.entries()) {
    const type = file.type.replace(UNSEEN, "").slice(0, LONGEST)
    const head = json({ name: names[at], type, size: file.size })
    yield join(big(head.length, 4), head)
    for (let from = 0; from < file.size; from += STEP) {
      yield new Uint8Array(await file.slice(from, from + STEP).arrayBuffer())
      tell(length + from)
    }
    length += 4 + head.length + file.size
  }
  length += 4
  let zeros = 4 + padded(length) - length
  for (; zeros > 0; zeros -= STEP) yield new Uint8Array(Math.min(zeros, STEP))
}

/**
 * Seal a report with its files to a key: what may travel, as parts of a file.
 * @param {Uint8Array} recipient @param {Uint8Array} receipt @param {object} report
 * @param {Chosen[]} files @param {(done: number) => void} tell
 */
export async function enveloped(recipient, receipt, report, files, tell) {
  const to = answerTo(receipt)
  const kid = sha256(join(utf8("hrd1/key"), recipient)).slice(0, 16)
  /** @type {BlobPart[]} */
  const kept = []
  /** @type {BlobPart[]} */
  let loose = []
  const plain = bundled({ ...report, answer_to: base64url(to) }, files, tell)
  const digest = sha256.create()
  for await (const piece of sealed(plain, recipient)) {
    digest.update(piece)
    // A browser may lay what it holds as a Blob on its disk: sealed bytes only.
    if (loose.push(/** @type {BlobPart} */ (piece)) >= 256) {
      kept.push(new Blob(loose))
      loose = []
    }
  }
  return new Blob([OUTER, kid, to, digest.digest(), ...kept, ...loose], { type: "application/vnd.hrd-report.envelope" })
}
