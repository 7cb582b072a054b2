// Answers one JSON list of wishes from standard input with the age author's own library, and
// writes out the public age test vectors. Bytes travel as base64.
import * as age from "age-encryption"
import * as vectors from "cctv-age"

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"))
const text = (raw) => Buffer.from(raw).toString("base64")

const answers = {
  async identity() {
    const identity = await age.generateHybridIdentity()
    return { identity, recipient: await age.identityToRecipient(identity) }
  },
  async encrypt({ recipient, plain }) {
    const encrypter = new age.Encrypter()
    encrypter.addRecipient(recipient)
    return text(await encrypter.encrypt(bytes(plain)))
  },
  async decrypt({ identity, file }) {
    const decrypter = new age.Decrypter()
    decrypter.addIdentity(identity)
    return text(await decrypter.decrypt(bytes(file)))
  },
  async vectors() {
    return Object.fromEntries(Object.entries(vectors).map(([name, raw]) => [name, text(raw)]))
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
