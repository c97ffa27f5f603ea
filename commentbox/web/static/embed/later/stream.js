// @ts-check
/** News at once, where the server streams. While the stream is open, asking is only for what got lost. */

/** @param {string} address @param {AbortSignal} signal @param {(news: News) => void} take @param {() => void} lost */
export function openStream(address, signal, take, lost) {
  /** @type {EventSource | undefined} */
  let source;
  let isOpen = false;

  /** A hidden tab holds no connection. */
  function listen() {
    source?.close();
    isOpen = false;
    if (document.hidden || signal.aborted) return;
    source = new EventSource(address);
    source.onopen = () => { isOpen = true; };
    source.onmessage = ({ data }) => take(JSON.parse(data));
    source.onerror = () => { // the browser tries again by itself
      if (isOpen) lost();
      isOpen = false;
    };
  }

  document.addEventListener("visibilitychange", listen, { signal });
  signal.addEventListener("abort", listen);
  listen();
  return () => isOpen;
}
