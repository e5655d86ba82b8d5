import { Terminal } from "@xterm/headless";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "#abi";
import { COMMANDS } from "./commands.ts";
import type { Completion } from "./completion/types.ts";
import type { EditableHistory } from "./history.ts";
import { KeyInput } from "./input.ts";
import { KillRing } from "./kill-ring.ts";
import { Reader } from "./reader.ts";
import type { ReadLineResult } from "./types.ts";
import { textWidth } from "./width.ts";

interface Options {
  readonly prompt?: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly history?: string[];
  readonly flavour?: "bash" | "ash";
  readonly complete?: (line: string, cursor: number) => Completion;
}

interface Shown {
  /** What was written after each piece of input. */
  readonly written: string[];
  readonly result: ReadLineResult | undefined;
  readonly rows: string[];
  readonly cursor: { x: number; y: number };
  readonly history: string[];
}

function listHistory(entries: string[]): EditableHistory {
  return {
    entries,
    add: (line) => entries.push(line),
    replace: (index, line) => {
      entries[index] = line;
    },
    load: () => undefined,
    save: () => undefined,
    clear: () => undefined,
    remove: () => undefined,
  };
}

/** Types pieces of input at a reader, waiting for quiet in between, and renders what it prints. */
async function type(pieces: readonly string[], options: Options = {}): Promise<Shown> {
  const columns = options.columns ?? 40;
  const rows = options.rows ?? 10;
  let queue: Uint8Array = new Uint8Array(0);
  const waiting: (() => void)[] = [];
  const written: string[] = [];
  let current = "";
  const input = new KeyInput(
    {
      read: async (_fd, max = 4096) => {
        while (queue.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
        const chunk = queue.subarray(0, max);
        queue = queue.subarray(max);
        return chunk;
      },
      tcpeek: () => queue,
    },
    0,
  );
  const history = options.history ?? [];
  const reader = new Reader({
    size: () => ({ rows, columns }),
    write: async (text) => {
      current += text;
    },
    input,
    signals: { interrupted: false, resized: false },
    isInterruption: () => false,
    echoControl: true,
    flavour: options.flavour ?? "bash",
    commands: COMMANDS,
    complete: async (line, cursor) => options.complete?.(line, cursor) ?? { from: cursor, insert: undefined, candidates: [], closing: "" },
    history: listHistory(history),
    kills: new KillRing(),
    memory: { search: "" },
  });
  let result: ReadLineResult | undefined;
  const done = reader.read(options.prompt ?? "$ ").then((outcome) => {
    result = outcome;
  });
  const settle = async () => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0 && result === undefined);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    written.push(current);
    current = "";
  };
  await settle();
  for (const piece of pieces) {
    queue = encode(piece);
    for (const wake of waiting.splice(0)) wake();
    await settle();
  }
  if (result !== undefined) await done;
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  await new Promise<void>((resolve) => terminal.write(written.join("").replaceAll("\n", "\r\n"), resolve));
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1) lines.push(terminal.buffer.active.getLine(row)?.translateToString(true) ?? "");
  while (lines.at(-1) === "") lines.pop();
  return { written, result, rows: lines, cursor: { x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY }, history };
}

describe("what readline writes", () => {
  test("typed characters echo as they are, Enter ends the line", async () => {
    const { written, result } = await type(["l", "s", "\r"]);
    expect(written).toEqual(["$ ", "l", "s", "\n"]);
    expect(result).toEqual({ kind: "line", text: "ls" });
  });

  test("erasing at the end", async () => {
    expect((await type(["ab", "\x7f", "\x7f", "\x7f"])).written).toEqual(["$ ", "ab", "\b\x1b[K", "\b\x1b[K", "\x07"]);
  });

  test("hidden parts of a prompt take no room", async () => {
    const { rows, cursor } = await type(["abc", "\x01", "x"], { prompt: "\x01\x1b[1;32m\x02me\x01\x1b[0m\x02 > " });
    expect(rows).toEqual(["me > xabc"]);
    expect(cursor).toEqual({ x: 6, y: 0 });
  });

  test("a line that fills its row goes on in the next", async () => {
    const { rows, cursor, written } = await type(["a".repeat(7), "b", "c"], { columns: 10 });
    expect(written[2]).toBe("b \r");
    expect(rows).toEqual(["$ aaaaaaab", "c"]);
    expect(cursor).toEqual({ x: 1, y: 1 });
  });

  test("Enter on an exactly filled row leaves no blank line", async () => {
    const { cursor } = await type(["a".repeat(8), "\r"], { columns: 10 });
    expect(cursor).toEqual({ x: 0, y: 1 });
  });

  test("Enter in the middle of a long line goes below all of it", async () => {
    const { cursor, rows, result } = await type(["a".repeat(25), "\x01", "\r"], { columns: 10 });
    expect(rows).toEqual(["$ aaaaaaaa", "aaaaaaaaaa", "aaaaaaa"]);
    expect(cursor).toEqual({ x: 0, y: 3 });
    expect(result).toEqual({ kind: "line", text: "a".repeat(25) });
  });

  test("busybox asks for the cursor and clears with ESC[J", async () => {
    const { written, result } = await type(["\x1b[1;5R", "ab", "\x7f", "\r"], { flavour: "ash", prompt: "/ # " });
    expect(written).toEqual(["/ # \x1b[6n", "", "ab", "\b\x1b[J", "\n"]);
    expect(result).toEqual({ kind: "line", text: "a" });
  });
});

describe("Korean", () => {
  test("moving over and erasing syllables", async () => {
    const { rows, cursor, result } = await type(["echo 안녕하세요", "\x1b[D\x1b[D", "\x7f", "!"]);
    expect(rows).toEqual(["$ echo 안녕!세요"]);
    expect(cursor).toEqual({ x: 12, y: 0 });
    expect(result).toBeUndefined();
  });

  test("a wide character that does not fit wraps whole", async () => {
    const { rows, cursor } = await type(["a한글한글", "\x01", "b"], { columns: 9 });
    expect(rows).toEqual(["$ ba한글 ", "한글"]);
    expect(cursor).toEqual({ x: 3, y: 0 });
  });

  test("decomposed syllables are one character", async () => {
    const { rows, cursor } = await type(["x\u1112\u1161\u11ab\u1100\u1173\u11af", "\x7f"]);
    expect(rows).toEqual(["$ x\u1112\u1161\u11ab"]);
    expect(cursor).toEqual({ x: 5, y: 0 });
  });
});

describe("history", () => {
  test("edits stay with their lines while moving about", async () => {
    const { rows, result, history } = await type(["new", "\x1b[A", "X", "\x1b[A", "Y", "\x1b[B", "\x1b[B", "!", "\r"], {
      history: ["one", "two"],
    });
    expect(rows).toEqual(["$ new!"]);
    expect(result).toEqual({ kind: "line", text: "new!" });
    expect(history).toEqual(["oneY", "twoX"]);
  });

  test("incremental search shows its prompt and runs what it found", async () => {
    const before = await type(["\x12", "ec", "\x12"], { history: ["echo 1", "ls", "echo 2"] });
    expect(before.rows).toEqual(["(reverse-i-search)`ec': echo 1"]);
    expect(before.cursor).toEqual({ x: 24, y: 0 });
    const after = await type(["\x12", "ec", "\r"], { history: ["echo 1", "ls", "echo 2"] });
    expect(after.rows).toEqual(["$ echo 2"]);
    expect(after.result).toEqual({ kind: "line", text: "echo 2" });
  });

  test("a failed search says so, ^G goes back", async () => {
    expect((await type(["abc", "\x12", "zz"], { history: ["echo"] })).rows).toEqual(["(failed reverse-i-search)`zz': abc"]);
    expect((await type(["abc", "\x12", "ec", "\x07"], { history: ["echo"] })).rows).toEqual(["$ abc"]);
  });

  test("M-. takes the last arguments one after another", async () => {
    expect((await type(["ls ", "\x1b.", "\x1b."], { history: ["cat a b", 'cp x "y z"'] })).rows).toEqual(["$ ls b"]);
    expect((await type(["ls ", "\x1b."], { history: ["cat a b", 'cp x "y z"'] })).rows).toEqual(['$ ls "y z"']);
  });
});

describe("kill, yank, undo", () => {
  test("neighbouring kills join, M-y turns the ring", async () => {
    expect((await type(["one two three", "\x17\x17", "\x19"])).rows).toEqual(["$ one two three"]);
    expect((await type(["one two", "\x17", "\x01", "\x0b", "\x19", "\x1by"])).rows).toEqual(["$ two"]);
  });
  test("undo takes typing back in groups", async () => {
    expect((await type(["hello ", "\x17", "\x1f"])).rows).toEqual(["$ hello "]);
  });
  test("quoted insert and transposing", async () => {
    expect((await type(["a\x16\x03b"])).result).toBeUndefined();
    expect((await type(["a\x16\x03b"])).rows).toEqual(["$ a^Cb"]);
    expect((await type(["ab\x14"])).rows).toEqual(["$ ba"]);
  });
});

test("a bracketed paste is one edit, newlines and all", async () => {
  const { rows, result } = await type(["echo \x1b[200~one\rtwo\x1b[201~", "\r"]);
  expect(rows).toEqual(["$ echo one", "two"]);
  expect(result).toEqual({ kind: "line", text: "echo one\ntwo" });
  expect((await type(["echo \x1b[200~one\rtwo\x1b[201~", "\x1f"])).rows).toEqual(["$ echo "]);
});

describe("completion", () => {
  const words =
    (...candidates: string[]) =>
    (): Completion => ({ from: 0, insert: undefined, candidates, closing: "" });
  test("the second Tab lists", async () => {
    const { rows, written } = await type(["x", "\t", "\t"], { complete: words("one", "two", "three") });
    expect(written[2]).toBe("\x07");
    expect(rows).toEqual(["$ x", "one    two    three", "$ x"]);
  });
  test("a hundred candidates are asked about", async () => {
    const many = Array.from({ length: 100 }, (_, index) => `n${index}`);
    const { rows } = await type(["x", "\t", "\t", "n"], { complete: words(...many) });
    expect(rows).toEqual(["$ x", "Display all 100 possibilities? (y or n)", "$ x"]);
  });
});

test("a paste of many characters draws once", async () => {
  const text = "x".repeat(200_000);
  const { written, result } = await type([`${text}`, "\r"]);
  expect(result).toEqual({ kind: "line", text });
  expect(written.length).toBe(3);
});

// The plain model: an array of characters and an index.
const KEYS: Readonly<Record<string, string>> = {
  left: "\x1b[D",
  right: "\x1b[C",
  home: "\x01",
  end: "\x05",
  backspace: "\x7f",
  delete: "\x1b[3~",
  killEnd: "\x0b",
  killStart: "\x15",
};
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "b ", "한", "글", "말", "e\u0301", "long text here ", "日本語テキスト") },
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(KEYS)).map((name) => ({ name })) },
);

function apply(model: { characters: string[]; at: number }, name: string): void {
  const { characters, at } = model;
  if (name === "left") model.at = Math.max(0, at - 1);
  if (name === "right") model.at = Math.min(characters.length, at + 1);
  if (name === "home") model.at = 0;
  if (name === "end") model.at = characters.length;
  if (name === "backspace" && at > 0) characters.splice((model.at -= 1), 1);
  if (name === "delete") characters.splice(at, 1);
  if (name === "killEnd") characters.splice(at);
  if (name === "killStart") {
    characters.splice(0, at);
    model.at = 0;
  }
}

test("any editing shows what a plain model holds, and the cursor where it should be", async () => {
  const segmenter = new Intl.Segmenter();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 8, max: 30 }), fc.boolean(), async (steps, columns, together) => {
      const model = { characters: [] as string[], at: 0 };
      const pieces: string[] = [];
      for (const one of steps) {
        if (typeof one === "string") {
          const typed = [...segmenter.segment(one)].map(({ segment }) => segment);
          model.characters.splice(model.at, 0, ...typed);
          model.at += typed.length;
          pieces.push(one);
        } else {
          apply(model, one.name);
          pieces.push(KEYS[one.name] ?? "");
        }
      }
      const rows = 60;
      const shown = await type(together ? [pieces.join("")] : pieces, { columns, rows });
      // A fresh terminal that gets the whole text at once shows how it must look.
      const fresh = await type([model.characters.join("")], { columns, rows });
      const trimmed = ({ rows: all }: Shown) =>
        all
          .map((row) => row.trimEnd())
          .join("\n")
          .trimEnd();
      expect(trimmed(shown)).toBe(trimmed(fresh));
      const before = await type([model.characters.slice(0, model.at).join("")], { columns, rows });
      const next = model.characters[model.at];
      const wraps = next !== undefined && textWidth(next) === 2 && before.cursor.x === columns - 1;
      expect(shown.cursor).toEqual(wraps ? { x: 0, y: before.cursor.y + 1 } : before.cursor);
    }),
    { numRuns: 60 },
  );
});
