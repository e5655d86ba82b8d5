/** The whole screen for an interactive program: raw keys in, frames out, window changes and interrupts as events. */

import { type Fd, isErrno, print, STDOUT, type Sys, type WindowSize } from "#abi";

/** What happened: a key by name (`up`, `C-f`, `enter`, or the character itself), a new window size, ^C, or the end of input. */
export type ScreenEvent =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "resize" }
  | { readonly kind: "interrupt" }
  | { readonly kind: "timeout" }
  | { readonly kind: "end" };

const FINAL: Readonly<Record<string, string>> = { A: "up", B: "down", C: "right", D: "left", H: "home", F: "end" };
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

// How long an Escape waits for the rest of a sequence before it counts as the key itself.
const ESCAPE_MS = 50;

/** Keys of a terminal in raw mode on one descriptor. */
export class RawScreen {
  readonly #sys: Sys;
  readonly #input: Fd;
  readonly #output: Fd;
  readonly #decoder = new TextDecoder();
  #pending = "";
  #resized = false;
  #interrupted = false;
  #restore: (() => Promise<void>) | undefined;

  /** Keys come from `input`, usually /dev/tty; frames go to `output`. */
  constructor(sys: Sys, input: Fd, output: Fd = STDOUT) {
    this.#sys = sys;
    this.#input = input;
    this.#output = output;
  }

  /** Switches the terminal to raw mode (^C stays a signal where `signals` is set) and listens for window changes. */
  async enter(signals: boolean): Promise<void> {
    const sys = this.#sys;
    const mode = sys.tcgetattr(this.#input);
    const winch = sys.signal("SIGWINCH", {
      handle: () => {
        this.#resized = true;
      },
      interrupt: true,
    });
    const interrupt = sys.signal("SIGINT", {
      handle: () => {
        this.#interrupted = true;
      },
      interrupt: true,
    });
    await sys.tcsetattr(this.#input, { icanon: false, echo: false, icrnl: false, ixon: false, iexten: false, isig: signals }, "drain");
    this.#restore = async () => {
      await sys.tcsetattr(this.#input, mode, "drain");
      sys.signal("SIGWINCH", winch);
      sys.signal("SIGINT", interrupt);
    };
  }

  /** Gives the terminal back as it was. */
  async leave(): Promise<void> {
    const restore = this.#restore;
    this.#restore = undefined;
    await restore?.();
  }

  get size(): WindowSize {
    try {
      const { rows, columns } = this.#sys.getWindowSize(this.#output);
      if (rows > 0 && columns > 0) return { rows, columns };
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
    return { rows: Number(this.#sys.env.get("LINES")) || 24, columns: Number(this.#sys.env.get("COLUMNS")) || 80 };
  }

  show(text: string): Promise<void> {
    return print(this.#sys, text, this.#output);
  }

  /** Whether keys wait to be taken: a frame in between would be seen by nobody. */
  get busy(): boolean {
    return this.#pending !== "" || this.#sys.tcpeek(this.#input).length > 0;
  }

  /** The next event; `timeout` after so many milliseconds without one. */
  async next(timeoutMs?: number): Promise<ScreenEvent> {
    for (;;) {
      if (this.#interrupted) {
        this.#interrupted = false;
        return { kind: "interrupt" };
      }
      if (this.#resized) {
        this.#resized = false;
        return { kind: "resize" };
      }
      const key = this.#takeKey(false);
      if (key !== undefined) return { kind: "key", key };
      const event = await this.#fill(timeoutMs);
      if (event !== undefined) return event;
    }
  }

  async #fill(timeoutMs: number | undefined): Promise<ScreenEvent | undefined> {
    const wait = this.#pending === "" ? timeoutMs : ESCAPE_MS;
    try {
      if (wait !== undefined) {
        const ready = await this.#sys.poll([{ fd: this.#input, read: true }], wait);
        if (ready.length === 0 || !ready.some(({ readable, hangup }) => readable || hangup)) {
          const key = this.#takeKey(true);
          return key === undefined ? { kind: "timeout" } : { kind: "key", key };
        }
      }
      const bytes = await this.#sys.read(this.#input);
      if (bytes.length === 0) return { kind: "end" };
      this.#pending += this.#decoder.decode(bytes, { stream: true });
      return undefined;
    } catch (error) {
      if (isErrno(error, "EINTR")) return undefined;
      if (isErrno(error, "EIO")) return { kind: "end" };
      throw error;
    }
  }

  #takeKey(final: boolean): string | undefined {
    const text = this.#pending;
    if (text === "") return undefined;
    const take = (length: number, key: string): string => {
      this.#pending = text.slice(length);
      return key;
    };
    if (text.startsWith("\x1b")) {
      const sequence = /^\x1b(?:\[([0-9;?]*)([A-Za-z~])|O([A-Za-z]))/.exec(text);
      if (sequence !== null) {
        const [whole, parameters = "", final1, final2] = sequence;
        const name = final1 === "~" ? TILDE[parameters.split(";")[0] ?? ""] : FINAL[final1 ?? final2 ?? ""];
        return take(whole.length, name ?? "unknown");
      }
      if (!final && /^\x1b(?:$|O$|\[[0-9;?]*$)/.test(text)) return undefined;
      return take(1, "escape");
    }
    const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
    return take(character.length, keyName(character));
  }
}

function keyName(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x0d) return "enter";
  if (code === 0x0a) return "C-j";
  if (code === 0x09) return "tab";
  if (code === 0x7f || code === 0x08) return "backspace";
  if (code < 0x20) return `C-${String.fromCharCode(code + 0x60)}`;
  return character;
}
