import { type Fd, type Program, type Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { chunks, eachFile } from "./tool/files.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

interface Marks {
  readonly number: boolean;
  readonly nonBlank: boolean;
  readonly squeeze: boolean;
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly visible: boolean;
}

/** cat: concatenate files and print on the standard output. Models GNU cat. */
export const cat: Program = utility({
  name: "cat",
  summary: "Concatenate FILE(s) to standard output.\n\nWith no FILE, or when FILE is -, read standard input.",
  usage: "[OPTION]... [FILE]...",
  options: {
    all: ["-A, --show-all", "equivalent to -vET"],
    nonBlank: ["-b, --number-nonblank", "number nonempty output lines, overrides -n"],
    visibleEnds: ["-e", "equivalent to -vE"],
    ends: ["-E, --show-ends", "display $ at end of each line"],
    number: ["-n, --number", "number all output lines"],
    squeeze: ["-s, --squeeze-blank", "suppress repeated empty output lines"],
    visibleTabs: ["-t", "equivalent to -vT"],
    tabs: ["-T, --show-tabs", "display TAB characters as ^I"],
    unbuffered: ["-u", "(ignored)"],
    visible: ["-v, --show-nonprinting", "use ^ and M- notation, except for LFD and TAB"],
  },
  run(sys, { options, operands }) {
    const marks: Marks = {
      number: options.number || options.nonBlank,
      nonBlank: options.nonBlank,
      squeeze: options.squeeze,
      ends: options.ends || options.all || options.visibleEnds,
      tabs: options.tabs || options.all || options.visibleTabs,
      visible: options.visible || options.all || options.visibleEnds || options.visibleTabs,
    };
    const plain = !Object.values(marks).some(Boolean);
    const decorate = decorator(marks);
    return eachFile(sys, operands, (fd) => (plain ? pass(sys, fd) : mark(sys, fd, decorate)));
  },
});

/** Nothing is held back: what arrives leaves at once, by reference. */
async function pass(sys: Sys, fd: Fd): Promise<void> {
  const out = stdout(sys);
  const account = meter(sys, SPEED.copy);
  for await (const chunk of chunks(sys, fd, 1 << 18)) {
    await out.bytes(chunk);
    await out.flush();
    await account(chunk.length);
  }
}

async function mark(sys: Sys, fd: Fd, decorate: (chunk: Uint8Array) => Uint8Array): Promise<void> {
  const out = stdout(sys);
  const account = meter(sys, SPEED.text);
  for await (const chunk of chunks(sys, fd)) {
    await out.bytes(decorate(chunk));
    await out.flush();
    await account(chunk.length);
  }
}

/** Line numbers and blank runs go on from one file to the next, so this keeps its state. */
function decorator(marks: Marks): (chunk: Uint8Array) => Uint8Array {
  let line = 0;
  let atStart = true;
  let blanks = 0;
  return (chunk) => {
    const out: number[] = [];
    const text = (words: string) => {
      for (let at = 0; at < words.length; at++) out.push(words.charCodeAt(at));
    };
    for (const byte of chunk) {
      if (atStart) {
        blanks = byte === 10 ? blanks + 1 : 0;
        if (marks.squeeze && blanks > 1) continue;
        if (marks.number && !(marks.nonBlank && byte === 10)) text(`${String(++line).padStart(6)}\t`);
      }
      atStart = byte === 10;
      if (byte === 10) text(marks.ends ? "$\n" : "\n");
      else if (byte === 9) text(marks.tabs ? "^I" : "\t");
      else if (marks.visible) text(visible(byte));
      else out.push(byte);
    }
    return Uint8Array.from(out);
  };
}

function visible(byte: number): string {
  if (byte >= 128) return `M-${visible(byte - 128)}`;
  if (byte < 32) return `^${String.fromCharCode(byte + 64)}`;
  return byte === 127 ? "^?" : String.fromCharCode(byte);
}
