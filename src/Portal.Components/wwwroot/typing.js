// What the server says while one types: one file, because a first visit has room for few. Load with "defer".

// Whether a name is free, while it is typed, in the words of the server. Sending the form asks the same again. Load with "defer".
(() => {
  const input = document.querySelector("[data-name-check]");
  if (!input) return;
  const part = (name) => input.form.querySelector(`[data-name-${name}]`);
  const [free, problem, status] = [part("free"), part("problem"), part("status")];
  const hint = document.getElementById(`${input.id}-hint`);
  const described = (input.getAttribute("aria-describedby") ?? "").split(" ");
  const pause = 450; // milliseconds without a key
  let timer, request, until = 0;

  const show = (shown, answer) => {
    for (const place of [free, problem]) place.hidden = place !== shown;
    if (hint) hint.hidden = Boolean(shown);
    shown?.lastElementChild.replaceChildren(answer.message);
    status.textContent = shown ? [answer.message, ...(answer.suggestions.length ? [answer.suggestionsLabel, ...answer.suggestions] : [])].join(" ") : "";
    const wrong = shown === problem;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    input.setAttribute("aria-describedby", wrong ? problem.id : described.filter((id) => document.getElementById(id)).join(" "));
  };

  const take = (name) => {
    input.value = name;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  };

  const suggest = ({ suggestions, suggestionsLabel }) => {
    if (!suggestions.length) return;
    const list = document.createElement("span");
    list.className = "ideas";
    list.append(suggestionsLabel);
    for (const name of suggestions) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "link", textContent: name, onclick: () => take(name) });
      list.append(button);
    }
    problem.lastElementChild.append(list);
    const [first, ...others] = list.querySelectorAll("button");
    for (const button of others) if (button.offsetTop > first.offsetTop) button.remove(); // another line would move what follows
  };

  const ask = async () => {
    const name = input.value.trim();
    if (!name || Date.now() < until) return;
    request = new AbortController();
    try {
      const response = await fetch(`${input.dataset.nameCheck}?name=${encodeURIComponent(name)}`, { signal: request.signal, headers: { Accept: "application/json" } });
      if (response.status === 429) until = Date.now() + response.headers.get("Retry-After") * 1000;
      if (!response.ok) return;
      const answer = await response.json();
      show(answer.free ? free : problem, answer);
      suggest(answer);
    } catch (error) {
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // without a connection there is nothing to say
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    request?.abort();
    // What was wrong with the name before says nothing about this one.
    for (const old of input.form.querySelectorAll(`#${input.id}-error, .ideas:has([name="pick"])`)) old.remove();
    show(null);
    timer = setTimeout(ask, pause);
  });
})();

// What the server thinks of a new password, asked when one pauses. Sending the form asks the same again. Load with "defer".
(() => {
  const pause = 600; // milliseconds without a key: not every letter is sent
  for (const input of document.querySelectorAll("[data-strength]")) {
    const place = document.getElementById(input.dataset.strength);
    const [meter, sentence] = [place.firstElementChild, place.lastElementChild.firstElementChild];
    let timer, request, until = 0;

    const show = (bars, text) => {
      meter.dataset.score = bars;
      if (sentence.textContent !== text) sentence.textContent = text;
      // What was wrong with the password before says nothing about this one.
      document.getElementById(`${input.id}-error`)?.toggleAttribute("hidden", Boolean(text));
    };

    const ask = async () => {
      if (Date.now() < until) return;
      const form = new FormData(input.form);
      const body = new URLSearchParams({ password: input.value });
      for (const name of ["csrf", "username", "email"]) body.set(name, form.get(name) ?? "");
      request = new AbortController();
      try {
        const response = await fetch(place.dataset.strengthUrl, { method: "POST", body, signal: request.signal, headers: { Accept: "application/json" } });
        if (response.status === 429) until = Date.now() + response.headers.get("Retry-After") * 1000;
        if (!response.ok) return show(0, "");
        const answer = await response.json();
        show(answer.bars, answer.text);
      } catch (error) {
        if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // without a connection there is nothing to say
      }
    };

    const listen = () => {
      clearTimeout(timer);
      request?.abort();
      timer = setTimeout(ask, pause);
    };
    input.addEventListener("input", listen);
    input.form.addEventListener("submit", () => {
      clearTimeout(timer);
      request?.abort();
    });
    if (input.value) listen(); // filled in by a password manager before this ran
  }
})();
