// Answers one JSON list of wishes from standard input with the sources themselves, for the tests
// in tests/device. Bytes travel as base64.
import { enveloped, fitNames, padded } from "./src/bundle.js"
import { bech32 } from "./src/bytes.js"
import { answerTo, digits, words } from "./src/receipt.js"

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"))
const text = (raw) => Buffer.from(raw).toString("base64")

const answers = {
  receipt: ({ bits, list }) => ({
    answerTo: text(answerTo(bytes(bits))),
    words: words(bytes(bits), list),
    digits: digits(bytes(bits)).join(" "),
  }),
  padded: ({ lengths }) => lengths.map(padded),
  names: ({ names }) => fitNames(names),
  recipient: ({ recipient }) => text(bech32(recipient, "age1pq")),
  async envelope({ recipient, bits, report, files }) {
    const chosen = files.map(({ name, type, content }) => new File([bytes(content)], name, { type }))
    const made = await enveloped(bech32(recipient, "age1pq"), bytes(bits), report, chosen, () => {})
    return text(await made.arrayBuffer())
  },
}

const input = []
for await (const chunk of process.stdin) input.push(chunk)
const results = []
for (const wish of JSON.parse(Buffer.concat(input).toString())) {
  try {
    results.push({ ok: await answers[wish.do](wish) })
  } catch (error) {
    results.push({ error: String(error.message) })
  }
}
process.stdout.write(JSON.stringify(results))
