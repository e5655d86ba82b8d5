/** One xterm on the page and its session in the machine. */

import { FitAddon } from "@xterm/addon-fit";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { type ITheme, Terminal } from "@xterm/xterm";
import type { Machine, TerminalId } from "./machine.ts";
import type { Words } from "./words.data.ts";

export interface TerminalView {
  readonly id: TerminalId;
  readonly element: HTMLElement;
  /** Draws itself; the element must be in the page. What is typed waits for `open`. */
  mount(): void;
  /** The machine is on (again): ask for a session. */
  open(): void;
  output(bytes: Uint8Array): void;
  ended(status: number): void;
  setWords(words: Words): void;
  setTheme(theme: ITheme): void;
  setScreenReader(on: boolean): void;
  focus(): void;
  dispose(): void;
}

const FONT = 'ui-monospace, "SFMono-Regular", Menlo, Consolas, "Noto Sans Mono CJK KR", "D2Coding", "Nanum Gothic Coding", monospace';

export function createTerminalView(id: TerminalId, machine: Machine, initial: { words: Words; theme: ITheme }): TerminalView {
  let words = initial.words;
  let state: "waiting" | "open" | "over" = "waiting";
  const early: Uint8Array[] = [];
  const element = document.createElement("section");
  element.className = "screen";
  describe();

  function describe(): void {
    element.setAttribute("aria-label", words.terminal(id));
    element.setAttribute("aria-description", words.keys);
  }
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    fontFamily: FONT,
    fontSize: 15,
    scrollback: 5000,
    theme: initial.theme,
    minimumContrastRatio: 4.5,
    macOptionIsMeta: true,
    rightClickSelectsWord: false,
  });
  // For the browser's console and the tests: the buffer is the truth about what a person sees.
  Object.assign(element, { terminal });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(new Unicode11Addon());
  terminal.loadAddon(new WebLinksAddon());
  terminal.unicode.activeVersion = "11";

  const encoder = new TextEncoder();
  const type = (bytes: Uint8Array): void => {
    if (state === "open") machine.send({ kind: "input", terminal: id, bytes });
    else if (state === "waiting") early.push(bytes);
    else if (bytes[0] === 13) open();
  };
  terminal.onData((text) => type(encoder.encode(text)));
  terminal.onBinary((data) => type(Uint8Array.from(data, (character) => character.charCodeAt(0))));
  terminal.onResize(({ rows, cols }) => {
    if (state === "open") machine.send({ kind: "resize", terminal: id, size: { rows, columns: cols } });
  });
  terminal.attachCustomKeyEventHandler((event) => {
    // The keys that leave the terminal: the page moves the focus with F6, the browser with Shift+Tab.
    if (event.key === "F6" || (event.key === "Tab" && event.shiftKey)) return false;
    if (event.type !== "keydown" || !event.ctrlKey || !event.shiftKey) return true;
    if (event.code === "KeyC") {
      void navigator.clipboard.writeText(terminal.getSelection());
      event.preventDefault();
      return false;
    }
    // The browser's own paste event follows; xterm takes that.
    return event.code !== "KeyV";
  });

  const refit = (): void => {
    if (element.clientWidth > 0 && element.clientHeight > 0) fit.fit();
  };
  const observer = new ResizeObserver(refit);

  function open(): void {
    if (state === "over") terminal.write("\r\n");
    state = "open";
    machine.send({ kind: "open", terminal: id, size: { rows: terminal.rows, columns: terminal.cols } });
    for (const bytes of early.splice(0)) type(bytes);
  }

  return {
    id,
    element,
    mount() {
      terminal.open(element);
      refit();
      observer.observe(element);
    },
    open,
    output(bytes) {
      terminal.write(bytes, () => machine.send({ kind: "drawn", terminal: id, bytes: bytes.length }));
    },
    ended(status) {
      state = "over";
      terminal.write(`\r\n\x1b[2m${words.ended(status)}\x1b[0m`);
    },
    setWords(to) {
      words = to;
      describe();
    },
    setTheme(theme) {
      terminal.options.theme = theme;
    },
    setScreenReader(on) {
      if (terminal.options.screenReaderMode !== on) terminal.options.screenReaderMode = on;
    },
    focus: () => terminal.focus(),
    dispose() {
      observer.disconnect();
      terminal.dispose();
      element.remove();
    },
  };
}
