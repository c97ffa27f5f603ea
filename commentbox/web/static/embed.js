// @ts-check
/** <comment-box>: draws the conversation, then loads what a writer needs. */
(() => {
  // An <img name="currentScript"> hides the document's own.
  const script = Object.getOwnPropertyDescriptor(Document.prototype, "currentScript")?.get?.call(document);
  if (!(script instanceof HTMLScriptElement) || customElements.get("comment-box")) return;
  const { origin } = new URL(script.src);
  /** @type {typeof document.createElement} */ const create = Document.prototype.createElement.bind(document);
  /** @type {Record<string, Promise<CSSStyleSheet>>} */ const sheets = {};

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

  /** From our own origin, whatever the markup says. @param {string} address */
  const ours = (address) => {
    const { pathname, search } = new URL(address, origin);
    return origin + pathname + search;
  };

  /** @param {string} address @param {AbortSignal} [signal] */
  const load = async (address, signal) => {
    const answer = await fetch(ours(address), { credentials: "omit", headers: { Accept: "application/json" }, signal });
    if (answer.ok) return answer.text();
    throw new Error(`commentbox: ${answer.status} ${JSON.stringify(await answer.json().catch(() => 0))}`);
  };
  const waiting = new CSSStyleSheet();
  waiting.replaceSync(":host{display:block;min-height:100vh}"); // so nothing jumps
  /** @param {ShadowRoot} shadow @param {CSSStyleSheet[]} styles @param {...(Node | string)} nodes */
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
      const included = this.#shown ? null : (this.shadowRoot ?? this).querySelector("[data-commentbox]");
      this.#shown = wanted;
      this.#stop.abort();
      const { signal } = (this.#stop = new AbortController());
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      if (!included) show(shadow, [waiting], create("slot"));
      const page = `${origin}/t/${site}${query}`;
      const go = () => {
        if (mode === "frame") return this.#frame(shadow, page, signal);
        this.#open(shadow, { host: this, origin, site, url, parse, signal }, `/embed/${site}/thread${query}`, included)
          .catch((error) => signal.aborted || (console.error(error), this.#fail(shadow, page)));
      };
      if (included || /^#comment(s-open|-\d+)$/.test(location.hash)) return go();
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
        const link = section.querySelector("link");
        const { href = "" } = link ?? {};
        // As text: a strict page lets no style sheet in by its address.
        sheets[href] ??= load(href).then((text) => new CSSStyleSheet().replace(text));
        const styles = await sheets[href].then((ready) => [ready], () => { delete sheets[href]; });
        if (signal.aborted) return;
        if (styles) link?.remove();
        show(shadow, styles ?? [], section);
      }
      const [heading, title] = [this.getAttribute("heading"), section.querySelector(".cb-title")];
      if (heading && title) title.textContent = heading;
      try {
        if (localStorage.getItem(`commentbox:known:${site}`)) section.dataset.known = "";
      } catch { /* without storage nothing is lost */ }
      const init = { bubbles: true, composed: true, detail: { count: Number(section.dataset.count) } };
      this.dispatchEvent(new CustomEvent("commentbox:ready", init));
      const release = hold(section);
      requestAnimationFrame(() => setTimeout(() => import(ours(section.dataset.script ?? ""))
        .then(({ start }) => signal.aborted || start({ ...box, section })).catch(console.error).then(release)));
    }

    /** @param {ShadowRoot} shadow @param {string} page */
    #fail(shadow, page) {
      const said = (SORRY[/[?&]lang=(\w\w)/.exec(page)?.[1] ?? ""] ?? SORRY[""] ?? "").split("|");
      const [words, again, link] = ["p", "button", "a"].map((name, at) => Object.assign(create(name), { textContent: said[at] ?? origin }));
      Object.assign(words, { role: "alert" }), Object.assign(link, { href: page });
      Object.assign(again, { onclick: () => { this.#shown = ""; this.#begin(); } });
      show(shadow, [], words, again, " ", link);
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
