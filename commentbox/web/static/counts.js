// @ts-check
/** Writes "12 comments" into every element with data-commentbox-count, and lists what is discussed most. */
(() => {
  const script = Object.getOwnPropertyDescriptor(Document.prototype, "currentScript")?.get?.call(document);
  if (!(script instanceof HTMLScriptElement)) return;
  const { origin } = new URL(script.src);
  const site = script.dataset.site ?? "";
  const lang = encodeURIComponent(script.lang || document.documentElement.lang);
  const MOST = 100; // addresses in one request
  const LONGEST = 6000; // characters of a query that every server on the way lets pass
  /** @type {WeakSet<Element>} */ const done = new WeakSet();

  /** @param {HTMLElement} element its value, or the link it is or stands in */
  const address = (element) => element.dataset.commentboxCount || element.closest("a")?.href.replace(/#.*/, "") || "";

  /** @param {string[]} urls */
  function* batches(urls) {
    let batch = new URLSearchParams();
    for (const url of urls) {
      if (batch.size === MOST || `${batch}`.length + encodeURIComponent(url).length > LONGEST) {
        yield batch;
        batch = new URLSearchParams();
      }
      batch.append("url", url);
    }
    if (batch.size) yield batch;
  }

  /** What comes, or nothing: what the page says without us stays. @param {string} path */
  const ask = (path) => fetch(`${origin}/embed/${site}/${path}`, { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : null), () => null);

  /** What was not filled before. @param {string} selector */
  const fresh = (selector) => [...document.querySelectorAll(/** @type {"div"} */ (selector))]
    .filter((element) => !done.has(element) && done.add(element));

  async function fill() {
    /** @type {Map<string, HTMLElement[]>} */
    const wanted = new Map();
    for (const element of fresh("[data-commentbox-count]")) {
      const url = address(element);
      if (url) wanted.set(url, [...(wanted.get(url) ?? []), element]);
    }
    for (const list of fresh("[data-commentbox-top]")) ask(`most-discussed?window=${list.dataset.commentboxTop || "24h"}`)
      .then((found) => draw(list, found));
    for (const batch of batches([...wanted.keys()])) {
      for (const [url, words] of Object.entries(await ask(`counts?${batch}&lang=${lang}`) ?? {})) {
        for (const element of wanted.get(url) ?? []) element.textContent = words;
      }
    }
  }

  /** @param {HTMLElement} list @param {{articles: {url: string, title: string, count: number}[]} | null} found */
  function draw(list, found) {
    if (!found?.articles.length) return;
    list.replaceChildren(...found.articles.slice(0, Number(list.dataset.most) || 5).map(({ url, title, count }) => {
      const [item, link, said] = ["li", "a", "span"].map((name) => document.createElement(name));
      Object.assign(link, { href: url, textContent: title || url });
      said.textContent = `${count}`;
      said.dataset.commentboxCount = url; // in words, like all the others
      item.append(link, " ", said);
      return item;
    }));
    fill();
  }

  addEventListener("commentbox:count", fill); // said by a page that has put new links in
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", fill, { once: true });
  else fill();
})();
