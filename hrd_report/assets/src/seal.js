// The page that seals on the device: reads the form, seals it, sends or saves it, shows the words.
// The page brings every text and setting; nothing is put into it but text, and nothing is kept.
import { enveloped } from "./bundle.js"
import { bech32 } from "./bytes.js"
import { digits, words } from "./receipt.js"
import { random } from "./xwing.js"

/** @param {string} id */
const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id))
const form = /** @type {HTMLFormElement} */ (by("form"))
const { recipient = "", send = "", until = "", limit = "", lang = "" } = form.dataset
const bar = /** @type {HTMLProgressElement} */ (by("bar"))
const save = /** @type {HTMLAnchorElement | null} */ (document.getElementById("save"))
const receipt = random(16)
/** What was sealed last, so that sending it once more sends the same. */
let made = { of: "", sealed: new Blob() }

/** Show one of the messages above the form, or none. @param {string} id */
function say(id) {
  for (const one of document.querySelectorAll("[role=alert]")) one.toggleAttribute("hidden", one.id !== id)
  if (id) by(id).focus()
}

/** @param {FormData} said */
const report = (said) => ({
  language: lang,
  danger: said.get("danger"),
  threats: said.getAll("threat"),
  story: String(said.get("story")).replaceAll("\r\n", "\n").trim(),
  links: String(said.get("links")).split(/\s*\n\s*/).filter(Boolean),
})

/** @param {string} id @param {string[]} parts */
function list(id, parts) {
  by(id).replaceChildren(
    ...parts.map((part) => Object.assign(document.createElement("li"), { textContent: part })),
  )
}

/** @param {Blob} sealed */
async function deliver(sealed) {
  if (save) {
    URL.revokeObjectURL(save.href)
    save.href = URL.createObjectURL(sealed)
    return ""
  }
  const answer = await fetch(send, {
    method: "POST",
    body: sealed,
    headers: { "Content-Type": sealed.type },
    credentials: "omit",
    cache: "no-store",
  })
  return answer.ok ? "" : answer.status === 413 ? "large" : "refused"
}

async function sealAndDeliver() {
  const said = new FormData(form)
  const files = said.getAll("files").filter((one) => one instanceof File && one.name)
  const chosen = /** @type {File[]} */ (files)
  const words = report(said)
  const size = chosen.reduce((sum, one) => sum + one.size, 0)
  if (!words.threats.length && !words.story && !words.links.length && !chosen.length) return "missing"
  if (limit && size > Number(limit)) return "large"
  const of = JSON.stringify([words, chosen.map((one) => [one.name, one.size, one.lastModified])])
  if (made.of !== of) {
    bar.max = size || 1
    const tell = (/** @type {number} */ done) => (bar.value = done)
    made = { of, sealed: await enveloped(bech32(recipient, "age1pq"), receipt, words, chosen, tell) }
  }
  bar.removeAttribute("value")
  return deliver(made.sealed)
}

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const button = /** @type {HTMLButtonElement} */ (event.submitter ?? form.querySelector("button"))
  button.disabled = true
  bar.hidden = false
  let wrong = "failed"
  try {
    wrong = await sealAndDeliver()
  } catch {
    // A file that went away, or no network: what was typed stands where it stood.
  }
  bar.hidden = true
  button.disabled = false
  say(wrong)
  if (wrong) return
  const known = by("words").textContent.split(" ")
  list("receipt", known.length === 2048 ? words(receipt, known) : digits(receipt))
  form.hidden = true
  by("before").hidden = true
  by("done").hidden = false
  by("done").focus()
})

function back() {
  by("done").hidden = true
  by("before").hidden = form.hidden = false
}

document.getElementById("again")?.addEventListener("click", back)
form.addEventListener("reset", () => {
  by("receipt").replaceChildren()
  made = { of: "", sealed: new Blob() }
  if (save) URL.revokeObjectURL(save.href)
  say("")
  back()
})
if (until) by("over").hidden = new Date().toISOString().slice(0, 10) <= until
by("blocked").hidden = true
form.hidden = false
