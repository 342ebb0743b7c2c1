// A tick that was made before a live list took over from the one that came with the page, or that a change took away, is made again. Load with "defer".
(() => {
  const boxes = "input[type=checkbox][form]";
  const ticked = new Map();
  document.addEventListener("change", ({ target }) => {
    if (!target.matches?.(boxes)) return;
    if (target.checked) ticked.set(target.value, target);
    else ticked.delete(target.value);
  });
  new MutationObserver(() => {
    for (const [value, box] of ticked) {
      if (box.isConnected) {
        if (!box.checked) ticked.delete(value); // cleared
        continue;
      }
      const now = document.querySelector(`${boxes}[value="${CSS.escape(value)}"]`);
      if (!now) continue;
      ticked.set(value, now);
      if (!now.checked) now.click();
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
