import { encode, type Fd, isErrno, isZeroView, type Program, STDERR, STDIN, STDOUT, type Sys } from "#abi";
import { conversion } from "./dd/convert.ts";
import { type DdSettings, parseOperands } from "./dd/operands.ts";
import { summary, type Tally } from "./dd/summary.ts";
import { complain, errorText, Failure, t } from "./tool/messages.ts";
import { quoteAlways } from "./tool/quote.ts";
import { utility } from "./tool/utility.ts";

/** Processor time of one block: two system calls and the copying. Milliseconds, and bytes a millisecond. */
const CALLS_MS = 0.0006;
const COPY_SPEED = 8_000_000;
/** Processor time that an endless copy between devices asks for at a time. */
const SLICE_MS = 40;

/** dd: convert and copy a file. Models GNU dd. */
export const dd: Program = utility({
  name: "dd",
  summary: "Copy a file, converting and formatting according to the operands.",
  usage: ["[OPERAND]...", "OPTION"],
  options: {},
  async run(sys, { operands }) {
    const settings = parseOperands(sys, operands);
    const tally: Tally = { started: sys.now(), inFull: 0, inPart: 0, outFull: 0, outPart: 0, truncated: 0, bytes: 0 };
    const input = settings.input === undefined ? STDIN : open(sys, settings.input, { read: true });
    const output = settings.output === undefined ? STDOUT : openOutput(sys, settings, settings.output);
    let interrupted = false;
    let asked = false;
    sys.signal("SIGUSR1", { handle: () => (asked = true), interrupt: true });
    sys.signal("SIGINT", { handle: () => (interrupted = true), interrupt: true });
    const tell = () => sys.write(STDERR, encode(summary(sys, tally, settings.status)));
    const poll = async () => {
      if (asked) await tell();
      asked = false;
    };
    let status = 0;
    try {
      await skipInput(sys, input, settings);
      const isEndless = deviceOf(sys, input) === "1:5" && deviceOf(sys, output) === "1:3" && !settings.converts;
      status = isEndless
        ? await spin(sys, settings, tally, poll, () => interrupted)
        : await copyBlocks(sys, input, output, settings, tally, poll, () => interrupted);
      if (settings.truncates && settings.output !== undefined) truncateAtEnd(sys, output);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!interrupted) {
        await complain(sys, errorText(sys, error.code));
        status = 1;
      }
    }
    await tell();
    if (!interrupted) return status;
    sys.signal("SIGINT", "default");
    sys.kill(sys.pid, "SIGINT");
    return 130;
  },
});

function open(sys: Sys, path: string, flags: Parameters<Sys["open"]>[1]): Fd {
  try {
    return sys.open(path, flags, 0o666);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(`${t(sys)`failed to open ${quoteAlways(sys, path)}`}: ${errorText(sys, error.code)}`);
  }
}

function openOutput(sys: Sys, settings: DdSettings, path: string): Fd {
  const fd = open(sys, path, {
    write: true,
    create: settings.creates,
    exclusive: settings.exclusive,
    truncate: settings.truncates && settings.seek === 0,
    append: settings.appends,
  });
  if (settings.seek > 0 && sys.fstat(fd).type === "file") {
    if (settings.truncates) sys.ftruncate(fd, settings.seek);
    sys.seek(fd, settings.seek, "set");
  }
  return fd;
}

/** What lies behind the last block written is cut off already when the file was opened, except after a seek. */
function truncateAtEnd(sys: Sys, fd: Fd): void {
  if (sys.fstat(fd).type !== "file") return;
  const at = sys.seek(fd, 0, "current");
  if (sys.fstat(fd).size < at) sys.ftruncate(fd, at);
}

async function skipInput(sys: Sys, fd: Fd, { skip, inputBlock }: DdSettings): Promise<void> {
  if (skip === 0) return;
  if (sys.fstat(fd).type === "file") {
    sys.seek(fd, skip, "current");
    return;
  }
  for (let left = skip; left > 0; ) {
    const chunk = await sys.read(fd, Math.min(left, inputBlock));
    if (chunk.length === 0) return;
    left -= chunk.length;
  }
}

function deviceOf(sys: Sys, fd: Fd): string | undefined {
  const { rdev } = sys.fstat(fd);
  return rdev && `${rdev.major}:${rdev.minor}`;
}

/** /dev/zero to /dev/null: nothing needs to move, only the processor time is real. */
async function spin(sys: Sys, settings: DdSettings, tally: Tally, poll: () => Promise<void>, stopped: () => boolean): Promise<number> {
  const perBlock = CALLS_MS + settings.inputBlock / COPY_SPEED;
  const batch = Math.max(1, Math.floor(SLICE_MS / perBlock));
  let left = settings.countBytes === undefined ? settings.count : Math.ceil(settings.countBytes / settings.inputBlock);
  while (left > 0 && !stopped()) {
    const blocks = Math.min(left, batch);
    await tolerant(() => sys.cpu(blocks * perBlock));
    left -= blocks;
    tally.inFull += blocks;
    tally.outFull += blocks;
    tally.bytes += blocks * settings.inputBlock;
    await poll();
  }
  return 0;
}

/** A signal with a handler may end the wait early; the handler has been called. */
async function tolerant(wait: () => Promise<void>): Promise<void> {
  try {
    await wait();
  } catch (error) {
    if (!isErrno(error, "EINTR")) throw error;
  }
}

async function copyBlocks(
  sys: Sys,
  input: Fd,
  output: Fd,
  settings: DdSettings,
  tally: Tally,
  poll: () => Promise<void>,
  stopped: () => boolean,
): Promise<number> {
  const convert = conversion(settings);
  let blocks = settings.count;
  let bytes = settings.countBytes ?? Number.POSITIVE_INFINITY;
  let due = 0;
  while (blocks > 0 && bytes > 0 && !stopped()) {
    const block = await readBlock(sys, input, Math.min(settings.inputBlock, bytes), settings.fullBlocks, poll);
    if (block === undefined) continue;
    if (block.length === 0) break;
    if (block.length === settings.inputBlock) tally.inFull++;
    else tally.inPart++;
    blocks--;
    bytes -= block.length;
    await put(sys, output, convert(block), settings, tally);
    due += CALLS_MS + block.length / COPY_SPEED;
    if (due < 4) continue;
    await tolerant(() => sys.cpu(due));
    due = 0;
    await poll();
  }
  return 0;
}

/** One block, as far as one read gives it (all of it with iflag=fullblock); undefined when a signal came instead. */
async function readBlock(sys: Sys, fd: Fd, length: number, full: boolean, poll: () => Promise<void>): Promise<Uint8Array | undefined> {
  try {
    const first = await sys.read(fd, length);
    const isStored = sys.fstat(fd).type === "file" || isZeroView(first);
    if (first.length === 0 || first.length === length || !(full || isStored)) return first;
    const pieces = [first];
    let have = first.length;
    while (have < length) {
      const more = await sys.read(fd, length - have);
      if (more.length === 0) break;
      pieces.push(more);
      have += more.length;
    }
    return joined(pieces, have);
  } catch (error) {
    if (!isErrno(error, "EINTR")) throw error;
    await poll();
    return undefined;
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    if (!isZeroView(piece)) whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

async function put(sys: Sys, fd: Fd, block: Uint8Array, settings: DdSettings, tally: Tally): Promise<void> {
  for (let at = 0; at < block.length; at += settings.outputBlock) {
    const piece = block.subarray(at, at + settings.outputBlock);
    if (settings.sparse && piece.every((byte) => byte === 0) && sys.fstat(fd).type === "file") sys.seek(fd, piece.length, "current");
    else await sys.write(fd, piece);
    if (piece.length === settings.outputBlock) tally.outFull++;
    else tally.outPart++;
    tally.bytes += piece.length;
  }
}
