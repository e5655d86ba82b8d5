/** From the characters that a terminal sends to named keys. */

/** Plain text, a key by its name (`C-a`, `M-b`, `up`, `C-left`), or a bracketed paste. */
export type Key =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "key"; readonly name: string; readonly raw: string }
  | { readonly kind: "paste"; readonly text: string };

const FINAL: Readonly<Record<string, string>> = { A: "up", B: "down", C: "right", D: "left", H: "home", F: "end", Z: "S-tab" };
const TILDE: Readonly<Record<string, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "page-up",
  6: "page-down",
  7: "home",
  8: "end",
};
const PASTE_END = "\x1b[201~";

/** `C-a` for \x01 and so on; DEL is `backspace`. */
function controlName(code: number): string {
  if (code === 0x7f) return "backspace";
  if (code === 0x0d || code === 0x0a) return "enter";
  if (code === 0x09) return "tab";
  return `C-${String.fromCharCode(code + 64).toLowerCase()}`;
}

function modifiers(parameter: string | undefined): string {
  const bits = Number(parameter ?? "1") - 1;
  return (bits & 4 ? "C-" : "") + (bits & 2 ? "M-" : "") + (bits & 1 ? "S-" : "");
}

function sequenceName(parameters: string, final: string): string {
  const [first, second] = parameters.split(";");
  if (final === "R" && second !== undefined) return "cursor-position";
  const base = final === "~" ? TILDE[first ?? ""] : FINAL[final];
  if (base === undefined) return "unknown";
  // rxvt sends ESC [ 5 C where others send ESC [ 1 ; 5 C.
  const modifier = final === "~" || second !== undefined ? second : first === "" ? undefined : first;
  return modifiers(modifier) + base;
}

/**
 * Decodes input. `feed` takes a chunk and gives the keys that it completes; an unfinished sequence waits for the rest.
 * Neighbouring printable characters come as one text.
 */
export class KeyDecoder {
  #state: "ground" | "escape" | "csi" | "ss3" | "paste" = "ground";
  #collected = "";
  #text = "";
  #paste: string[] = [];
  #tail = "";
  #quoted = false;
  #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** The next character comes as text whatever it is (quoted insert). */
  quoteNext(): void {
    this.#quoted = true;
  }

  /** Whether a sequence has begun and not ended. */
  get unfinished(): boolean {
    return this.#state !== "ground";
  }

  feed(bytes: Uint8Array): Key[] {
    const keys: Key[] = [];
    const text = this.#decoder.decode(bytes, { stream: true });
    for (let at = 0; at < text.length; ) {
      if (this.#state === "paste") {
        at = this.#takePaste(text, at, keys);
        continue;
      }
      const code = text.charCodeAt(at);
      if (this.#quoted) {
        this.#quoted = false;
        this.#text += text.charAt(at);
      } else if (this.#state === "ground" && code >= 0x20 && code !== 0x7f) {
        const from = at;
        while (at < text.length && text.charCodeAt(at) >= 0x20 && text.charCodeAt(at) !== 0x7f) at += 1;
        this.#text += text.slice(from, at);
        continue;
      } else {
        this.#step(text.charAt(at), code, keys);
      }
      at += 1;
    }
    this.#flush(keys);
    return keys;
  }

  #flush(keys: Key[]): void {
    if (this.#text !== "") keys.push({ kind: "text", text: this.#text });
    this.#text = "";
  }

  #emit(keys: Key[], name: string, raw: string): void {
    this.#flush(keys);
    this.#state = "ground";
    this.#collected = "";
    keys.push({ kind: "key", name, raw });
  }

  #step(character: string, code: number, keys: Key[]): void {
    switch (this.#state) {
      case "ground":
        if (code === 0x1b) this.#state = "escape";
        else this.#emit(keys, controlName(code), character);
        return;
      case "escape":
        if (character === "[") this.#state = "csi";
        else if (character === "O") this.#state = "ss3";
        else if (code !== 0x1b) this.#emit(keys, `M-${code < 0x20 || code === 0x7f ? controlName(code) : character}`, `\x1b${character}`);
        return;
      case "ss3":
        this.#emit(keys, FINAL[character] ?? "unknown", `\x1bO${character}`);
        return;
      case "csi":
        if (code < 0x40 || code > 0x7e) {
          this.#collected += character;
          return;
        }
        if (character === "~" && this.#collected === "200") {
          this.#flush(keys);
          this.#state = "paste";
          this.#collected = "";
          return;
        }
        this.#emit(keys, sequenceName(this.#collected, character), `\x1b[${this.#collected}${character}`);
        return;
      case "paste":
        return;
    }
  }

  #takePaste(text: string, at: number, keys: Key[]): number {
    const whole = this.#tail + text.slice(at);
    const end = whole.indexOf(PASTE_END);
    if (end < 0) {
      // The end mark may be cut in two: keep back as much as could begin it.
      const keep = Math.min(whole.length, PASTE_END.length - 1);
      this.#paste.push(whole.slice(0, whole.length - keep));
      this.#tail = whole.slice(whole.length - keep);
      return text.length;
    }
    const used = end + PASTE_END.length - this.#tail.length;
    this.#paste.push(whole.slice(0, end));
    keys.push({ kind: "paste", text: this.#paste.join("").replace(/\r\n?/g, "\n") });
    this.#paste = [];
    this.#tail = "";
    this.#state = "ground";
    return at + used;
  }
}
