// @ts-check
/** Changes the list without moving what the reader looks at, or writes in. */

/** @param {Box} box @param {() => void} change */
export function steadily({ section }, change) {
  const { activeElement } = /** @type {ShadowRoot} */ (section.getRootNode());
  const held = activeElement && section.contains(activeElement) && isSeen(activeElement) ? [activeElement] : [];
  const anchors = [...held, ...[...section.querySelectorAll("article")].filter(isSeen)];
  const before = anchors.map((anchor) => anchor.getBoundingClientRect().top);
  change();
  const index = anchors.findIndex((anchor) => anchor.isConnected);
  const moved = index < 0 ? 0 : (anchors[index]?.getBoundingClientRect().top ?? 0) - (before[index] ?? 0);
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}

/** @param {Element} element */
function isSeen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
