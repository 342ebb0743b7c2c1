// Passkeys: asks the browser for one, and sends what it answers with the form. Where it knows none, everything about them stays hidden.
// Load with "defer"; may stand on a page twice.
(() => {
  if (!window.PublicKeyCredential || window.portalPasskeys) return;
  window.portalPasskeys = true;
  const all = (selector) => document.querySelectorAll(selector);

  // Written out, since browsers know passkeys that know no parseRequestOptionsFromJSON and no toJSON.
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const read = (form) => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = toBytes(options.challenge);
    if (options.user) options.user.id = toBytes(options.user.id);
    for (const known of [...options.allowCredentials ?? [], ...options.excludeCredentials ?? []]) known.id = toBytes(known.id);
    return options;
  };
  const write = ({ id, type, rawId, response, authenticatorAttachment }) => {
    const parts = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) if (response[name]) parts[name] = toText(response[name]);
    if (response.getTransports) parts.transports = response.getTransports();
    return JSON.stringify({ id, type, rawId: toText(rawId), response: parts, authenticatorAttachment, clientExtensionResults: {} });
  };

  let asked;
  const ask = async (form, mediation) => {
    asked?.abort(); // a browser asks one thing at a time
    asked = new AbortController();
    const request = { publicKey: read(form), signal: asked.signal, ...mediation };
    const credential = await (form.dataset.passkey === "create" ? navigator.credentials.create(request) : navigator.credentials.get(request));
    form.elements.credential.value = write(credential);
    form.requestSubmit();
  };
  const say = (form, text) => { form.querySelector("[data-passkey-said]").textContent = text; };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.passkey || form.elements.credential.value) return;
    event.preventDefault();
    say(form, "");
    const { stopped, known } = form.querySelector("[data-passkey-said]").dataset;
    ask(form).catch((error) => say(form, error.name === "InvalidStateError" ? known : stopped));
  });
  addEventListener("pageshow", (event) => { // back, with what was sent before still in it
    if (event.persisted) for (const form of all("[data-passkey]")) form.elements.credential.value = "";
  });

  for (const form of all("[data-passkey][hidden]")) form.hidden = false;
  for (const note of all("[data-without-passkeys]")) note.hidden = true;

  // Offered among the names that the browser would fill in; if nobody takes one, nothing is said.
  const quiet = document.querySelector("[data-passkey][data-autofill]");
  if (quiet) PublicKeyCredential.isConditionalMediationAvailable?.().then((yes) => yes && ask(quiet, { mediation: "conditional" })).catch(() => { });
})();
