/** ^P ^Q */
export const DEFAULT_KEYS: Uint8Array = Uint8Array.of(16, 17);

const CONTROL = "@abcdefghijklmnopqrstuvwxyz[\\]^_";

/** `ctrl-p,ctrl-q` as bytes. Throws an Error with the text of moby/term. */
export function parseDetachKeys(text: string): Uint8Array {
  return Uint8Array.from(
    text.split(",").map((key) => {
      if (key.length === 1) return key.charCodeAt(0);
      const name = /^ctrl-(.)$/.exec(key)?.[1];
      const code = name === undefined ? -1 : CONTROL.indexOf(name);
      if (code < 0) throw new Error(`Unknown character: '${key}'`);
      return code;
    }),
  );
}

/** Finds the detach keys in what is typed: gives what to pass on, and whether they were complete. */
export function escapeProxy(keys: Uint8Array): (chunk: Uint8Array) => { readonly bytes: Uint8Array; readonly detached: boolean } {
  let matched = 0;
  return (chunk) => {
    if (keys.length === 0) return { bytes: chunk, detached: false };
    const out: number[] = [];
    for (const byte of chunk) {
      if (byte === keys[matched]) {
        matched++;
        if (matched === keys.length) return { bytes: Uint8Array.from(out), detached: true };
        continue;
      }
      out.push(...keys.subarray(0, matched));
      matched = byte === keys[0] ? 1 : 0;
      if (matched === 0) out.push(byte);
    }
    return { bytes: Uint8Array.from(out), detached: false };
  };
}
