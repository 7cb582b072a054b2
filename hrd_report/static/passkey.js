// Asks the browser for a passkey and puts the answer into the form its button stands in.
// Runs on the staff's pages that have such a button. Fetches nothing, keeps nothing, writes no HTML.
"use strict";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const named = (known) => (known ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

const deriving = (input) => ({ prf: { eval: { first: input } } });

function understood(text) {
  const asked = JSON.parse(text);
  asked.challenge = toBytes(asked.challenge);
  asked.extensions = deriving(toBytes(asked.extensions.prf.eval.first));
  asked.allowCredentials = named(asked.allowCredentials);
  asked.excludeCredentials = named(asked.excludeCredentials);
  if (asked.user) asked.user = { ...asked.user, id: toBytes(asked.user.id) };
  return asked;
}

const derived = (credential) => credential.getClientExtensionResults().prf?.results?.first;

// Some passkeys derive nothing while they are made, only when they are shown.
async function derivedLater(asked, made) {
  if (!made.getClientExtensionResults().prf?.enabled) return undefined;
  const shown = await navigator.credentials.get({
    publicKey: {
      rpId: asked.rp.id,
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      allowCredentials: [{ type: "public-key", id: made.rawId }],
      userVerification: "required",
      extensions: asked.extensions,
    },
  });
  return derived(shown);
}

function written(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = toText(response[name]);
  }
  const id = toText(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, response: parts });
}

async function ask(button) {
  const asked = understood(button.dataset.options);
  const making = button.dataset.passkey === "create";
  const credential = making
    ? await navigator.credentials.create({ publicKey: asked })
    : await navigator.credentials.get({ publicKey: asked });
  const secret = derived(credential) ?? (making ? await derivedLater(asked, credential) : undefined);
  const { elements } = button.form;
  elements.credential.value = written(credential);
  elements.derived.value = secret ? toText(secret) : "";
  button.form.submit();
}

for (const button of document.querySelectorAll("button[data-passkey]")) {
  const failed = document.getElementById(button.getAttribute("aria-describedby"));
  if (!window.PublicKeyCredential) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      await ask(button);
    } catch {
      failed.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
