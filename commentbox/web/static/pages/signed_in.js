// @ts-check
/** Hands the one-time code to the page that opened this window: to that origin and to no other. */

// The window stays a moment longer than its message: the receiver compares the sender's window with ours.
const CLOSE_AFTER = 300;

const end = document.querySelector("[data-code]");
if (end instanceof HTMLElement && window.opener) {
  const { code, origin } = end.dataset;
  if (code && origin) {
    window.opener.postMessage({ type: "commentbox:signed-in", code }, origin);
    setTimeout(() => window.close(), CLOSE_AFTER);
  }
}
