import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COOKED, characterWidth, decode, encode, type Termios } from "#abi";
import { columnAfter } from "./column.ts";
import { LineDiscipline } from "./line-discipline.ts";

function terminal(termios: Partial<Termios> = {}) {
  const seen = { echo: "", signals: [] as string[], stopped: false };
  const decoder = new TextDecoder();
  let column = 0;
  const discipline = new LineDiscipline({
    termios: { ...COOKED, ...termios },
    get column() {
      return column;
    },
    echo: (bytes) => {
      column = columnAfter(bytes, column);
      seen.echo += decoder.decode(bytes, { stream: true });
    },
    signal: (signal) => seen.signals.push(signal),
    dropOutput: () => {},
    setStopped: (stopped) => {
      seen.stopped = stopped;
    },
  });
  const type = (keys: string) => discipline.type(encode(keys));
  const read = () => {
    const chunk = discipline.read(4096);
    return chunk && decode(chunk);
  };
  return { type, read, seen, discipline };
}

/** What a screen line shows after an echo: cells, a wide character takes two. */
function shown(echo: string): string {
  const cells: string[] = [];
  let at = 0;
  for (const character of echo) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\b") at = Math.max(0, at - 1);
    else if (character === "\t") {
      const to = at + 8 - (at % 8);
      while (at < to) cells[at++] ??= " ";
    } else {
      const width = characterWidth(code);
      if (width === 0) continue;
      // Writing over one half of a wide character removes it.
      if (cells[at] === "" && at > 0) cells[at - 1] = " ";
      cells[at] = character;
      if (width === 2) cells[at + 1] = "";
      else if (cells[at + 1] === "") cells[at + 1] = " ";
      at += width;
    }
  }
  return cells
    .map((cell) => cell ?? " ")
    .join("")
    .trimEnd();
}

const KEYS = { erase: "\x7f", kill: "\x15", word: "\x17" } as const;

/** The line as a plain list of characters. */
function model(keys: readonly string[]): string {
  let line: string[] = [];
  for (const key of keys) {
    if (key === KEYS.erase) line = line.slice(0, -1);
    else if (key === KEYS.kill) line = [];
    else if (key === KEYS.word) {
      const isWord = (character: string) => /[A-Za-z0-9_\u0080-\u{10ffff}]/u.test(character);
      while (line.length > 0 && !isWord(line.at(-1) ?? "")) line.pop();
      while (line.length > 0 && isWord(line.at(-1) ?? "")) line.pop();
    } else line.push(key);
  }
  return line.join("");
}

describe("the line discipline", () => {
  test("gives the line that a plain model gives, and the screen shows it", () => {
    const printable = fc.constantFrom(..."abz XY_09.,-/~");
    const wide = fc.constantFrom("한", "글", "漢", "あ", "🐳", "é", "ß");
    const key = fc.oneof(
      { weight: 5, arbitrary: printable },
      { weight: 4, arbitrary: wide },
      { weight: 4, arbitrary: fc.constantFrom(KEYS.erase, KEYS.kill, KEYS.word) },
      { weight: 1, arbitrary: fc.constant("\t") },
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (keys, size) => {
        const line = model(keys);
        const one = terminal();
        const bytes = encode(keys.join(""));
        for (let at = 0; at < bytes.length; at += size) one.discipline.type(bytes.subarray(at, at + size));
        expect(shown(one.seen.echo)).toBe(shown(line));
        one.type("\n");
        expect(one.read()).toBe(`${line}\n`);
      }),
      { numRuns: 500 },
    );
  });

  test("erases control characters shown as two cells", () => {
    const one = terminal();
    one.type("a\x01\x7fb\n");
    expect([one.read(), one.seen.echo]).toEqual(["ab\n", "a^A\b \b\b \bb\n"]);
  });

  test("takes the next key literally after ^V", () => {
    const one = terminal();
    one.type("a\x16\x03b\n");
    expect([one.read(), one.seen.echo, one.seen.signals]).toEqual(["a\x03b\n", "a^\b^Cb\n", []]);
  });

  test("prints the line again on ^R", () => {
    const one = terminal();
    one.type("ab\x12c");
    expect(one.seen.echo).toBe("ab^R\nabc");
  });

  test("^D gives a partial line, and end of file on an empty one", () => {
    const one = terminal();
    one.type("ab\x04");
    expect(one.read()).toBe("ab");
    expect(one.read()).toBe(undefined);
    one.type("\x04");
    expect(one.read()).toBe("");
    expect(one.seen.echo).toBe("ab");
  });

  test("signal keys throw away what was typed", () => {
    const one = terminal();
    one.type("abc");
    one.type("\x03");
    one.type("\x1c");
    one.type("\x1a");
    one.type("d\n");
    expect([one.read(), one.seen]).toEqual(["d\n", { echo: "abc^C^\\^Zd\n", signals: ["SIGINT", "SIGQUIT", "SIGTSTP"], stopped: false }]);
  });

  test("^S and ^Q stop and start output and are not read", () => {
    const one = terminal();
    one.type("a\x13");
    expect(one.seen.stopped).toBe(true);
    one.type("b\x11\n");
    expect([one.read(), one.seen.stopped, one.seen.echo]).toEqual(["ab\n", false, "ab\n"]);
  });

  test("raw mode passes everything at once", () => {
    const one = terminal({ icanon: false, echo: false, isig: false, ixon: false, icrnl: false });
    one.type("a\x03");
    one.type("\r\x04");
    expect([one.read(), one.seen]).toEqual(["a\x03\r\x04", { echo: "", signals: [], stopped: false }]);
  });

  test("without echo nothing is shown, passwords stay hidden", () => {
    const one = terminal({ echo: false });
    one.type("secret\x7f!\r");
    expect([one.read(), one.seen.echo]).toEqual(["secre!\n", ""]);
  });

  test("a line of more than 4095 bytes loses what is too much, and can still be ended", () => {
    const one = terminal();
    one.type("x".repeat(5000));
    one.type("\n");
    expect(one.read()).toBe(`${"x".repeat(4095)}\n`);
  });

  test("takes no more while lines wait to be read", () => {
    const one = terminal();
    const taken = one.type("0123456789abcde\n".repeat(1000));
    expect(taken).toBe(4096);
    expect(one.discipline.isFull).toBe(true);
    one.read();
    expect(one.discipline.isFull).toBe(false);
  });
});
