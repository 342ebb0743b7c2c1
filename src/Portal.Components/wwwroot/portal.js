// What a browser can add to forms that already work. Everything is asked for by data attributes and heard on the document,
// so it also serves elements that Blazor puts there later. Load with "defer".
(() => {
  const all = (selector) => document.querySelectorAll(selector);
  const byId = (id) => document.getElementById(id);
  const on = (type, selector, handle) => document.addEventListener(type, (event) => {
    const target = event.target.closest?.(selector);
    if (target) handle(target, event);
  });

  // ---- Passwords: show and hide, and say so; Caps Lock
  const reveal = (button, shown) => {
    const input = byId(button.dataset.reveal);
    if (!input || shown === (input.type === "text")) return;
    const { show, hide, showLabel, hideLabel, shown: saysShown, hidden: saysHidden } = button.dataset;
    input.type = shown ? "text" : "password";
    button.textContent = shown ? hide : show;
    button.setAttribute("aria-label", shown ? hideLabel : showLabel);
    button.nextElementSibling.textContent = shown ? saysShown : saysHidden;
  };
  on("click", "[data-reveal]", (button) => reveal(button, byId(button.dataset.reveal).type === "password"));

  const caps = (input, event) => {
    const hint = byId(input.dataset.caps);
    if (hint && event.getModifierState) hint.hidden = !event.getModifierState("CapsLock"); // an autofill sends keys without modifiers
  };
  for (const type of ["keydown", "keyup"]) on(type, "[data-caps]", caps);
  on("focusout", "[data-caps]", (input) => byId(input.dataset.caps)?.setAttribute("hidden", ""));

  // ---- Busy: a form is sent once, keeps its focus and its width, and says what it does
  const label = (button) => button.querySelector("[data-label]") ?? button;
  const restore = () => {
    for (const form of all("form[data-busy]")) delete form.dataset.busy;
    for (const button of all("[data-idle-label]")) {
      label(button).textContent = button.dataset.idleLabel;
      button.style.minInlineSize = "";
      button.removeAttribute("aria-busy");
      delete button.dataset.idleLabel;
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("busy" in form.dataset) return event.preventDefault();
    for (const button of form.querySelectorAll("[data-reveal]")) reveal(button, false); // or the browser would remember the text
    const button = event.submitter;
    // Later, when it is known whether an interactive page took the form over. Not disabled: its name and value must be sent.
    setTimeout(() => {
      if (event.defaultPrevented && !form.hasAttribute("data-enhance")) return;
      form.dataset.busy = "";
      if (!button?.dataset.busyLabel) return;
      button.dataset.idleLabel = label(button).textContent;
      button.style.minInlineSize = button.offsetWidth + "px";
      button.setAttribute("aria-busy", "true");
      label(button).textContent = button.dataset.busyLabel;
    });
  });

  // ---- Codes: digits only, of any script, or letters and digits, whatever a paste brings; never sent by itself
  const digits = (text) => text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15).replace(/\D/g, "");
  const cleanCode = (input, text) => "letters" in input.dataset ? text.toUpperCase().replace(/[^A-Z0-9]/g, "") : digits(text);
  const setCode = (input, text) => {
    const code = cleanCode(input, text).slice(0, input.dataset.code);
    if (code !== input.value) input.value = code;
  };
  on("paste", "[data-code]", (input, event) => {
    const code = cleanCode(input, event.clipboardData.getData("text"));
    if (!code) return;
    event.preventDefault();
    if (code.length < input.dataset.code) input.setRangeText(code, input.selectionStart, input.selectionEnd, "end");
    else input.value = code;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  on("input", "[data-code]", (input, event) => event.isComposing || setCode(input, input.value));

  // ---- Names: lower case as they are typed, and the Matrix ID that they make
  on("input", "[data-lowercase]", (input, event) => {
    if (event.isComposing || input.value === input.value.toLowerCase()) return;
    const { selectionStart, selectionEnd } = input;
    input.value = input.value.toLowerCase();
    input.setSelectionRange(selectionStart, selectionEnd);
  });
  document.addEventListener("input", ({ target }) => {
    if (target.id) for (const preview of all(`[data-preview="${CSS.escape(target.id)}"]`)) preview.textContent = target.value || "…";
  });

  // ---- The way back: all of this page's address, which the server does not repeat
  on("click", "[data-return]", (link) => {
    if (/[?&](ticket|token)=/.test(location.search)) return; // a secret stays in the one address that it came in
    const address = new URL(link.href);
    address.search = "?" + new URLSearchParams({ return: location.pathname.slice(link.dataset.return.length) + location.search });
    link.href = address;
  });

  // ---- Copy
  on("click", "[data-copy]", async (button) => {
    await navigator.clipboard.writeText(byId(button.dataset.copy).textContent.trim());
    const before = button.textContent;
    if (before === button.dataset.copied) return;
    button.textContent = button.nextElementSibling.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = before; button.nextElementSibling.textContent = ""; }, 2000);
  });

  on("click", "[data-print]", () => print());

  // ---- Arming: a window that has just come up under the pointer takes no answer yet
  let armedAt = 0;
  const disarm = () => { armedAt = performance.now() + 500; };
  document.addEventListener("visibilitychange", disarm);
  addEventListener("focus", disarm);
  document.addEventListener("click", (event) => {
    if (performance.now() < armedAt && event.target.closest?.("[data-arm]")) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  // ---- Typing to confirm: the button waits for the right text, and then half a second, so that nothing sends the form by itself
  const expect = (input) => {
    const button = input.form.querySelector("[type=submit]");
    clearTimeout(input.armed);
    button.disabled = true;
    if (input.value.trim().toLowerCase() === input.dataset.expect.toLowerCase()) input.armed = setTimeout(() => { button.disabled = false; }, 500);
  };
  on("input", "[data-expect]", expect);

  // ---- Waiting: a button that can be used in so many seconds
  const ends = new WeakMap();
  const wait = (button) => {
    const { availableIn, wait: text, ready } = button.dataset;
    const end = performance.now() + availableIn * 1000;
    ends.set(button, end);
    delete button.dataset.availableIn; // counted once
    const tick = () => {
      if (ends.get(button) !== end) return;
      const left = Math.ceil((end - performance.now()) / 1000);
      button.disabled = left > 0;
      button.textContent = left > 0 ? text.replace("{0}", `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`) : ready;
      if (left > 0 && button.isConnected) setTimeout(tick, 1000);
    };
    tick();
  };

  // ---- What a page needs when it appears, and again when Blazor has changed it
  const prepare = () => {
    for (const button of all("[data-reveal][hidden]")) button.hidden = false;
    if (navigator.clipboard) for (const button of all("[data-copy][hidden]")) button.hidden = false;
    for (const button of all("[data-print][hidden]")) button.hidden = false;
    for (const button of all("[data-available-in]")) wait(button);
    for (const input of all("[data-expect]:not([data-heard])")) {
      input.dataset.heard = "";
      expect(input);
    }
  };
  const appear = () => {
    disarm();
    restore();
    prepare();
    document.querySelector("[data-focus]")?.focus();
    document.querySelector("form[data-send]")?.submit(); // an answer on its way to a client
  };
  appear();
  new MutationObserver(prepare).observe(document.body, { childList: true, subtree: true });
  addEventListener("pageshow", (event) => { if (event.persisted) { disarm(); restore(); } }); // back, with the page as it was left
  window.Blazor?.addEventListener?.("enhancedload", appear);
})();

// Passkeys: asks the browser for one, and sends what it answers with the form. Where it knows none, everything about them stays hidden.
// In this file, because a first visit has room for few.
(() => {
  const all = (selector) => document.querySelectorAll(selector);
  if (!window.PublicKeyCredential) return all("[data-with-passkeys]").forEach((part) => part.remove());

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

  for (const part of all("[data-passkey][hidden], [data-with-passkeys][hidden]")) part.hidden = false;
  for (const note of all("[data-without-passkeys]")) note.hidden = true;

  const can = document.querySelector("[name=can_passkey]");
  if (can) PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().then((yes) => { can.value = yes; });

  // Offered among the names that the browser would fill in; if nobody takes one, nothing is said.
  const quiet = document.querySelector("[data-passkey][data-autofill]");
  if (quiet) PublicKeyCredential.isConditionalMediationAvailable?.().then((yes) => yes && ask(quiet, { mediation: "conditional" })).catch(() => { });
})();
