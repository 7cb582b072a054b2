// Sends large files of the letter's form in pieces, with a bar, and goes on where a line broke.
// Runs on a defender's case page alone. Without it the form sends the same files in one piece.
// Talks to this server only, keeps nothing, writes no HTML.
"use strict";

const PIECE = 4 * 1024 * 1024;
const TRIES = 6;
const form = document.querySelector("form[data-upload]");
const input = form.querySelector("input[type=file]");
const button = form.querySelector("button");

const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

function line(name, total) {
  const row = document.createElement("p");
  const label = document.createElement("bdi");
  const bar = document.createElement("progress");
  const said = document.createElement("small");
  label.textContent = name;
  bar.max = Math.max(total, 1);
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  row.append(label, " ", bar, " ", said);
  row.setAttribute("role", "status");
  button.before(row);
  return { bar, said, row };
}

// The same file gets the same name next time, so that it goes on; nobody else can tell it by that.
async function labelOf(file, secret) {
  const said = JSON.stringify([secret, file.name, file.size, file.lastModified]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(said));
  return [...new Uint8Array(digest)].slice(0, 16).map((one) => one.toString(16).padStart(2, "0")).join("");
}

async function pass() {
  const token = new URL(form.action).searchParams.get("form_token");
  const answer = await fetch(form.dataset.upload, { method: "POST", headers: { "X-Form-Token": token } });
  if (!answer.ok) throw new Error("refused");
  return answer.json();
}

async function held(address, headers) {
  const answer = await fetch(address, { method: "HEAD", headers });
  if (answer.status === 404) return 0;
  if (!answer.ok) throw new Error("refused");
  return Number(answer.headers.get("Upload-Offset"));
}

async function put(address, headers, file, at) {
  const end = Math.min(at + PIECE, file.size);
  const range = end > at ? `bytes ${at}-${end - 1}/${file.size}` : `bytes */${file.size}`;
  const body = end > at ? file.slice(at, end) : undefined;
  const answer = await fetch(address, { method: "PUT", headers: { ...headers, "Content-Range": range }, body });
  if (answer.ok) return answer.json();
  if (answer.status === 416) return { size: Number(answer.headers.get("Upload-Offset")) };
  throw new Error(answer.status < 500 && answer.status !== 409 ? "refused" : "again");
}

async function send(file, given) {
  const shown = line(file.name, file.size);
  const address = given.files + (await labelOf(file, given.secret));
  const headers = {
    Authorization: `Bearer ${given.secret}`,
    "Content-Type": file.type || "application/octet-stream",
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  };
  if (form.elements.keep_metadata?.checked) headers["Hrd-Keep-Metadata"] = "?1";
  let broken = 0;
  let at = null;
  for (;;) {
    try {
      if (at === null) at = await held(address, headers);
      shown.bar.value = at;
      const answer = await put(address, headers, file, at);
      at = answer.size;
      broken = 0;
      if (answer.complete) {
        shown.bar.value = file.size;
        shown.said.textContent = `SHA-256 ${answer.sha256}`;
        return;
      }
    } catch (problem) {
      broken += 1;
      if (broken === TRIES || problem.message === "refused") {
        shown.said.textContent = form.dataset.failed;
        throw problem;
      }
      await wait(2 ** broken);
      at = null;
    }
  }
}

async function sendAll(files) {
  const given = await pass();
  given.files = new URL(given.files).pathname;
  for (const file of files) await send(file, given);
}

form.addEventListener("submit", async (event) => {
  const files = [...input.files];
  const size = files.reduce((sum, one) => sum + one.size, 0);
  if (size <= PIECE || !crypto.subtle) return;
  event.preventDefault();
  for (const old of form.querySelectorAll("[role=status]")) old.remove();
  button.disabled = true;
  try {
    await sendAll(files);
    input.value = "";
    if (form.elements.message.value.trim()) form.submit();
    else {
      history.replaceState(null, "", form.dataset.then);
      location.reload();
    }
  } catch {
    button.disabled = false;
  }
});
