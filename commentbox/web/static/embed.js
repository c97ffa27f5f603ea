// @ts-check
/** <comment-box>: draws the conversation, then loads what a writer needs. */
(() => {
  // An <img name="currentScript"> hides the document's own.
  const script = Object.getOwnPropertyDescriptor(Document.prototype, "currentScript")?.get?.call(document);
  if (!(script instanceof HTMLScriptElement) || customElements.get("comment-box")) return;
  const { origin } = new URL(script.src);
  /** @type {typeof document.createElement} */ const create = Document.prototype.createElement.bind(document);

  /** Said where the server cannot say it. @type {Record<string, string>} */
  const SORRY = { "": "The comments cannot be shown right now.|Try again|Open them on their own page",
    ar: "لا يمكن عرض التعليقات الآن.|إعادة المحاولة", he: "אי אפשר להציג את התגובות כרגע.|ניסיון נוסף", ja: "コメントを表示できません。|もう一度",
    de: "Die Kommentare sind gerade nicht da.|Neu versuchen", es: "No se pueden mostrar los comentarios.|Reintentar",
    fr: "Impossible d’afficher les commentaires.|Réessayer", pt: "Não foi possível mostrar os comentários.|Tentar de novo",
  };
  let policy = { createHTML: String };
  try {
    policy = /** @type {any} */ (window).trustedTypes?.createPolicy("commentbox", policy) ?? policy;
  } catch { /* Where the page forbids ours, a link is left. */ }

  /** The only way from text to nodes. @param {string} html */
  const parse = (html) => {
    const template = create("template");
    template.innerHTML = policy.createHTML(html);
    return template.content;
  };

  /** @param {string} path @param {AbortSignal} signal */
  const load = async (path, signal) => {
    const answer = await fetch(origin + path, { credentials: "omit", headers: { Accept: "application/json" }, signal });
    if (answer.ok) return answer.text();
    throw new Error(`commentbox: ${answer.status} ${JSON.stringify(await answer.json().catch(() => 0))}`);
  };
  /** As an object: a strict page lets in no style that stands in the markup. @param {string} text */
  const sheet = (text, made = new CSSStyleSheet()) => (made.replaceSync(text), made);
  const waiting = sheet(":host{display:block;min-height:100vh}"); // so nothing jumps
  const failed = sheet(":host{display:block}button{font:inherit;padding:.4em 1em;margin-inline-end:1em}");
  /** @param {Element} at @param {string} name @param {object} detail */
  const tell = (at, name, detail) => at.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  /** @param {ShadowRoot} shadow @param {CSSStyleSheet[]} styles @param {...Node} nodes */
  const show = (shadow, styles, ...nodes) => Object.assign(shadow, { adoptedStyleSheets: styles }).replaceChildren(...nodes);

  /** A click before the modules are here waits for them. @param {HTMLElement} section */
  const hold = (section) => {
    /** @type {any} */ let early;
    section.onclick = (/** @type {any} */ event) => {
      const at = event.target.closest("a:not(.cb-body a),button");
      if (!at || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      (early ??= at).ariaBusy = "true";
    };
    return () => (section.onclick = null, early && (early.ariaBusy = null, early.click()));
  };

  class CommentBox extends HTMLElement {
    static observedAttributes = ["site", "url", "sort", "mode", "lang"];
    #stop = new AbortController();
    #shown = "";
    #isNew = true; // what is in it came with the page
    #isAgain = false; // after a failure: the focus was on its button

    connectedCallback() { this.attributeChangedCallback(); }
    disconnectedCallback() { queueMicrotask(() => this.isConnected || (this.#stop.abort(), this.#shown = "")); } // not if it only moved
    attributeChangedCallback() {
      if (document.readyState !== "loading") queueMicrotask(() => this.#begin());
      else addEventListener("DOMContentLoaded", () => this.#begin(), { once: true });
    }

    #begin() {
      const [site, sort, mode] = ["site", "sort", "mode"].map((name) => this.getAttribute(name) ?? "");
      const link = Document.prototype.querySelector.call(document, "link[rel~=canonical][href]");
      const asked = this.getAttribute("url") || link?.getAttribute("href") || "";
      const url = new URL(asked, location.href).href.replace(/#.*/, "");
      const { lang = "" } = /** @type {HTMLElement | null} */ (this.closest("[lang]")) ?? {};
      const query = `?${new URLSearchParams({ url, ...(sort && { sort }), ...(lang && { lang }) })}`;
      const wanted = [site, query, mode].join();
      if (!this.isConnected || this.#shown === wanted) return;
      if (!site) return console.error("commentbox: no site is named");
      const included = this.#isNew ? (this.shadowRoot ?? this).querySelector("[data-commentbox]") : null;
      this.#isNew = false;
      this.#shown = wanted;
      this.#stop.abort();
      const { signal } = (this.#stop = new AbortController());
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      if (!included && !this.#isAgain) show(shadow, [waiting], create("slot"));
      const page = `${origin}/t/${site}${query}`;
      const go = () => {
        if (mode === "frame") return this.#frame(shadow, page, signal);
        this.#open(shadow, { host: this, origin, site, url, parse, signal }, `/embed/${site}/thread${query}&style=inline`, included)
          .catch((error) => signal.aborted || (console.error(error), this.#fail(shadow, page)));
      };
      if (included || this.#isAgain || /^#comment(s-open|-\d+)$/.test(location.hash)) return go();
      const watch = new IntersectionObserver((seen) => {
        if (seen.some((entry) => entry.isIntersecting)) watch.disconnect(), go();
      }, { rootMargin: "800px 0px" });
      watch.observe(this);
      signal.addEventListener("abort", () => watch.disconnect());
    }

    /** @param {ShadowRoot} shadow @param {Omit<Box, "section">} box @param {string} address @param {Element | null} included */
    async #open(shadow, box, address, included) {
      const { site, signal } = box;
      const section = included ?? parse(await load(address, signal)).querySelector("[data-commentbox]");
      if (!(section instanceof HTMLElement)) throw new Error("commentbox: no comments came");
      if (section.getRootNode() !== shadow) {
        if (signal.aborted) return;
        const style = section.querySelector("style");
        style?.remove();
        show(shadow, [sheet(style?.textContent ?? "")], section);
      }
      const [heading, title] = [this.getAttribute("heading"), section.querySelector(".cb-title")];
      if (heading && title) title.textContent = heading;
      try {
        if (localStorage.getItem(`commentbox:known:${site}`)) section.dataset.known = "";
      } catch { /* without storage nothing is lost */ }
      if (this.#isAgain && title instanceof HTMLElement) title.tabIndex = -1, title.focus();
      this.#isAgain = false;
      tell(this, "commentbox:ready", { count: Number(section.dataset.count) });
      const release = hold(section);
      requestAnimationFrame(() => setTimeout(() => import(origin + new URL(section.dataset.script ?? "", origin).pathname)
        .then(({ start }) => signal.aborted || start({ ...box, section })).catch(console.error).then(release)));
    }

    /** @param {ShadowRoot} shadow @param {string} page */
    #fail(shadow, page) {
      const said = (SORRY[/[?&]lang=(\w\w)/.exec(page)?.[1] ?? ""] ?? SORRY[""] ?? "").split("|");
      const [words, again, link] = ["p", "button", "a"].map((name, at) => Object.assign(create(name), { textContent: said[at] ?? origin }));
      Object.assign(words, { role: "alert" }), Object.assign(link, { href: page });
      Object.assign(again, { onclick: () => { this.#isAgain = true; this.#shown = ""; this.#begin(); } });
      show(shadow, [failed], /** @type {Node} */ (words), /** @type {Node} */ (again), /** @type {Node} */ (link));
      if (this.#isAgain) again?.focus();
      this.#isAgain = false;
      tell(this, "commentbox:error", { code: "not_shown" });
    }

    /** @param {ShadowRoot} shadow @param {string} page @param {AbortSignal} signal */
    #frame(shadow, page, signal) {
      const frame = create("iframe");
      Object.assign(frame, { title: "Have your say", src: page, style: "display:block;width:100%;height:40rem;border:0" });
      addEventListener("message", ({ source, origin: from, data }) => {
        const isOurs = source === frame.contentWindow && from === origin && data?.type === "commentbox:height";
        if (isOurs && data.height > 0 && data.height < 1e5) frame.style.height = `${data.height}px`;
      }, { signal });
      show(shadow, [], frame);
    }
  }

  customElements.define("comment-box", CommentBox);
})();
