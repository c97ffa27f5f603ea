// @ts-check
/** The button that prints; whoever has no scripts uses the browser's menu. */

for (const button of document.querySelectorAll("[data-print]")) {
  if (!(button instanceof HTMLElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => print());
}
