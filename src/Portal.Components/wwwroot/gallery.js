// The page of the tokens, while one types: swatches, ratios and both previews follow. Without it the form does the same. Load with "defer".
(() => {
  const form = document.querySelector("form[data-tokens]");
  if (!form) return;
  const fields = [...form.querySelectorAll("input[data-property]")];
  const shown = (path) => form.querySelector(`[data-swatch="${CSS.escape(path)}"]`);
  const frames = [...document.querySelectorAll("iframe[data-scheme]")];

  // ---- Colours as they are typed here: #rgb, #rgba, #rrggbb, #rrggbbaa
  const parse = (text) => {
    const digits = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text.trim())?.[1];
    if (!digits) return null;
    const pairs = digits.length < 5 ? [...digits].map((digit) => digit + digit) : digits.match(/../g);
    const [red, green, blue, alpha = 255] = pairs.map((pair) => parseInt(pair, 16));
    return { red, green, blue, alpha: alpha / 255 };
  };
  const over = (front, behind) => Object.fromEntries(["red", "green", "blue"].map((channel) => [channel, front[channel] * front.alpha + behind[channel] * (1 - front.alpha)]).concat([["alpha", 1]]));
  const linear = (channel) => (channel /= 255) <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  const luminance = ({ red, green, blue }) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const ratioOf = (front, behind) => {
    const [one, other] = [luminance(over(front, behind)), luminance(behind)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };
  const css = ({ red, green, blue }) => `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
  const colour = (scheme, name) => parse(form.elements[`${scheme}.color.${name}`]?.value ?? "");

  const row = (line) => {
    const { front, edge, behind, least } = line.dataset;
    for (const cell of line.querySelectorAll("[data-ratio]")) {
      const scheme = cell.dataset.ratio;
      const [one, ground, card] = [colour(scheme, front), colour(scheme, behind), colour(scheme, "surface-card")];
      if (!one || !ground || !card) continue;
      const seen = over(ground, card);
      let ratio = ratioOf(one, seen);
      const around = edge && colour(scheme, edge); // helps as much
      if (around) ratio = Math.max(ratio, ratioOf(around, seen));
      const isEnough = ratio >= least;
      cell.querySelector(".gallery-number").textContent = (Math.floor(ratio * 100) / 100).toFixed(2);
      const tag = cell.querySelector(".tag");
      tag.dataset.tone = isEnough ? "success" : "danger";
      tag.textContent = !isEnough ? form.dataset.low : least >= 4.5 && ratio >= 7 ? "AAA" : "AA";
      cell.querySelector("rect").setAttribute("fill", css(seen));
      cell.querySelector("circle").setAttribute("fill", css(over(one, seen)));
    }
  };

  const show = (field) => {
    const [scheme, isScheme] = [field.name.split(".")[0], /^(light|dark)\./.test(field.name)];
    const value = field.value.trim();
    if (field.name.includes(".color.")) {
      const typed = parse(value);
      if (typed) field.removeAttribute("aria-invalid");
      else field.setAttribute("aria-invalid", "true");
      if (!typed) return;
      shown(field.name)?.setAttribute("fill", value);
    }
    const ready = /^tracking\./.test(field.name) ? `${value}em` : value;
    for (const frame of frames) {
      if (!isScheme || frame.dataset.scheme === scheme) frame.contentDocument?.documentElement.style.setProperty(`--${field.dataset.property}`, ready);
    }
  };

  const before = new Map(fields.map((field) => [field, field.value]));
  const showAll = () => { for (const field of fields) if (before.get(field) !== field.value) show(field); };
  form.addEventListener("input", ({ target }) => {
    if (!target.dataset.property) return;
    show(target);
    const name = target.name.split(".").pop();
    for (const line of document.querySelectorAll("tr[data-front]")) {
      if (["surface-card", line.dataset.front, line.dataset.edge, line.dataset.behind].includes(name)) row(line);
    }
  });
  for (const frame of frames) frame.addEventListener("load", showAll);
})();
