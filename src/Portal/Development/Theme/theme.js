// Shows a change of the theme on pages that are open. In development only.
'use strict';
const script = document.currentScript;
let markup;
new EventSource(new URL('theme', script.src)).onmessage = event => {
  const now = JSON.parse(event.data);
  if (markup !== undefined && markup !== now.markup) {
    location.reload();
    return;
  }
  markup = now.markup;
  const old = document.querySelector('link[rel="stylesheet"]');
  const styles = new URL(now.styles, script.src.replace(/dev\/theme\.js.*$/, ''));
  if (old.href !== styles.href) {
    const link = old.cloneNode();
    link.href = styles.href;
    link.onload = () => old.remove();
    old.after(link);
  }
};
