// @ts-check
// A trial that is at work shows how far it has come; without this there is a link to look again.

const EVERY = 1500; // milliseconds

async function lookAgain() {
  const shown = document.querySelector("[data-running]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-trial]");
    if (!fresh) return;
    if (!fresh.hasAttribute("data-running")) {
      location.reload();
      return;
    }
    shown.replaceWith(document.adoptNode(fresh));
  } catch {
    // no network: the next look may do better
  }
  setTimeout(lookAgain, EVERY);
}

setTimeout(lookAgain, EVERY);
