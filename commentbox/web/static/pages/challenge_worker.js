// @ts-check
/** Tries one number after the other, away from the page: nobody's typing waits for it. */

self.addEventListener("message", (event) => {
  find(event.data).then(
    (number) => self.postMessage(number),
    () => self.postMessage(null),
  );
});

/** The number, or null where there is none. @param {{ salt: string, challenge: string, maxnumber: number }} sum */
async function find({ salt, challenge, maxnumber }) {
  const encoder = new TextEncoder();
  const wanted = Number.parseInt(challenge.slice(0, 8), 16);
  for (let number = 0; number <= maxnumber; number += 1) {
    const hash = await crypto.subtle.digest("SHA-256", encoder.encode(salt + number));
    if (new DataView(hash).getUint32(0) === wanted && hex(hash) === challenge) return number;
  }
  return null;
}

/** @param {ArrayBuffer} hash */
function hex(hash) {
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
