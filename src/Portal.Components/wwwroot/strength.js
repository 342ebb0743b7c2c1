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
