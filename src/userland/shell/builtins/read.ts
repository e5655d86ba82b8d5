import { decode, encode, isErrno, signalNumber } from "#abi";
import { setElement } from "../expand/elements.ts";
import { setArray } from "../run/dynamic.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { runPendingTraps } from "../run/traps.ts";
import { type Flags, isName, readFlags, refuse } from "./flags.ts";

interface Taken {
  /** Characters with those that were escaped marked. */
  readonly chars: readonly { readonly char: string; readonly escaped: boolean }[];
  readonly end: "delimiter" | "count" | "eof" | "timeout" | "interrupted";
}

export const read: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(
      shell,
      argv,
      shell.flavour.name === "bash" ? "ersa:d:i:n:N:p:t:u:" : shell.flavour.name === "ash" ? "rsd:n:p:t:u:" : "rp:",
    );
    if (typeof flags === "number") return flags;
    for (const name of flags.rest)
      if (!isName(name.replace(/\[.*\]$/s, "")))
        return refuse(shell, "read", shell.flavour.name === "bash" ? `\`${name}': not a valid identifier` : `${name}: bad variable name`);
    if (shell.flavour.name === "dash" && flags.rest.length === 0) return refuse(shell, "read", "arg count", 2);
    const timeout = flags.value("t");
    if (timeout !== undefined && !/^\d*\.?\d*$/.test(timeout)) return refuse(shell, "read", `${timeout}: invalid timeout specification`);
    const fd = Number(flags.value("u") ?? 0);
    if (!shell.sys.isOpen(fd))
      return refuse(
        shell,
        "read",
        flags.has("u") ? `${fd}: invalid file descriptor: Bad file descriptor` : "read error: 0: Bad file descriptor",
      );
    const prompt = flags.value("p");
    if (prompt !== undefined && shell.sys.isatty(fd)) await shell.sys.write(2, encode(prompt));
    if (timeout !== undefined && Number(timeout) === 0) {
      const ready = await shell.sys.poll([{ fd, read: true }], 0);
      return ready.length > 0 ? 0 : 1;
    }
    const taken = await takeQuietly(shell, fd, flags, timeout);
    await store(shell, flags, taken);
    if (taken.end === "timeout") return 128 + signalNumber("SIGALRM");
    if (taken.end === "interrupted") {
      await runPendingTraps(shell);
      return 128 + signalNumber("SIGINT");
    }
    return taken.end === "eof" ? 1 : 0;
  },
};

// Characters one by one and without echo need another mode of the terminal.
async function takeQuietly(shell: Shell, fd: number, flags: Flags, timeout: string | undefined): Promise<Taken> {
  const byCharacter = flags.has("n") || flags.has("N") || flags.has("d");
  if (!shell.sys.isatty(fd) || !(byCharacter || flags.has("s"))) return take(shell, fd, flags, timeout);
  const before = shell.sys.tcgetattr(fd);
  await shell.sys.tcsetattr(fd, { ...(flags.has("s") ? { echo: false } : {}), ...(byCharacter ? { icanon: false } : {}) });
  try {
    return await take(shell, fd, flags, timeout);
  } finally {
    await shell.sys.tcsetattr(fd, before);
  }
}

async function take(shell: Shell, fd: number, flags: Flags, timeout: string | undefined): Promise<Taken> {
  const delimiterText = flags.value("d");
  const delimiter = delimiterText === undefined ? 10 : (encode(delimiterText)[0] ?? 0);
  const exact = flags.value("N");
  const limit = Number(exact ?? flags.value("n") ?? Number.POSITIVE_INFINITY);
  const raw = flags.has("r");
  const deadline = timeout === undefined ? undefined : shell.sys.uptime() + Number(timeout) * 1000;
  const chars: { char: string; escaped: boolean }[] = [];
  let pending: number[] = [];
  let backslash = false;
  while (chars.length < limit) {
    let byte: number | undefined;
    try {
      if (deadline !== undefined) {
        const ready = await shell.sys.poll([{ fd, read: true }], Math.max(0, deadline - shell.sys.uptime()));
        if (ready.length === 0) return { chars, end: "timeout" };
      }
      [byte] = await shell.sys.read(fd, 1);
    } catch (error) {
      if (isErrno(error, "EINTR")) {
        if (shell.interactive && shell.interrupted) return { chars: [], end: "interrupted" };
        await runPendingTraps(shell);
        continue;
      }
      if (isErrno(error, "EIO", "EISDIR")) return { chars, end: "eof" };
      throw error;
    }
    if (byte === undefined) return { chars, end: "eof" };
    if (byte === delimiter && !backslash && exact === undefined) return { chars, end: "delimiter" };
    if (byte === 0 && delimiter !== 0) continue;
    pending.push(byte);
    const char = completeCharacter(pending);
    if (char === undefined) continue;
    pending = [];
    if (backslash) {
      backslash = false;
      if (char !== "\n") chars.push({ char, escaped: true });
    } else if (char === "\\" && !raw) backslash = true;
    else chars.push({ char, escaped: false });
  }
  return { chars, end: "count" };
}

function completeCharacter(bytes: readonly number[]): string | undefined {
  const [first = 0] = bytes;
  const need = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return bytes.length < need ? undefined : decode(Uint8Array.from(bytes));
}

async function store(shell: Shell, flags: Flags, { chars }: Taken): Promise<void> {
  const text = () => chars.map(({ char }) => char).join("");
  const array = flags.value("a");
  const names = flags.rest;
  if (flags.has("N")) {
    setElement(shell, names[0] ?? "REPLY", undefined, text());
    for (const name of names.slice(1)) shell.variables.set(name, "");
    return;
  }
  if (array !== undefined) {
    setArray(shell, array, split(chars, shell.ifs, Number.POSITIVE_INFINITY));
    return;
  }
  if (names.length === 0) {
    shell.variables.set("REPLY", text());
    return;
  }
  const fields = split(chars, shell.ifs, names.length);
  names.forEach((name, i) => {
    const element = /^(\w+)\[(.*)\]$/s.exec(name);
    setElement(shell, element?.[1] ?? name, element?.[2], fields[i] ?? "");
  });
}

/** Cuts a line at IFS into at most `count` fields; the last one takes the rest (POSIX read). */
function split(chars: Taken["chars"], ifs: string, count: number): string[] {
  const isBlank = (at: number) =>
    at < chars.length && !chars[at]?.escaped && ifs.includes(chars[at]?.char ?? "") && " \t\n".includes(chars[at]?.char ?? "");
  const isOther = (at: number) =>
    at < chars.length && !chars[at]?.escaped && ifs.includes(chars[at]?.char ?? "") && !" \t\n".includes(chars[at]?.char ?? "");
  const text = (from: number, to: number) =>
    chars
      .slice(from, to)
      .map(({ char }) => char)
      .join("");
  const fields: string[] = [];
  let at = 0;
  while (isBlank(at)) at += 1;
  while (at < chars.length) {
    if (fields.length === count - 1) {
      fields.push(lastField(at));
      return fields;
    }
    const start = at;
    while (at < chars.length && !isBlank(at) && !isOther(at)) at += 1;
    fields.push(text(start, at));
    while (isBlank(at)) at += 1;
    if (isOther(at)) {
      at += 1;
      while (isBlank(at)) at += 1;
    }
  }
  return fields;

  function lastField(from: number): string {
    let end = chars.length;
    while (end > from && isBlank(end - 1)) end -= 1;
    // A single delimiter after the only remaining field belongs to nobody.
    if (end > from && isOther(end - 1)) {
      let plain = true;
      for (let i = from; i < end - 1; i += 1) if (isBlank(i) || isOther(i)) plain = false;
      if (plain) end -= 1;
    }
    return text(from, end);
  }
}

export const mapfile: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "d:n:O:s:tu:C:c:");
    if (typeof flags === "number") return flags;
    const fd = Number(flags.value("u") ?? 0);
    const chunks: string[] = [];
    for (;;) {
      const chunk = await shell.sys.read(fd);
      if (chunk.length === 0) break;
      chunks.push(String.fromCharCode(...chunk));
    }
    const bytes = chunks.join("");
    const delimiter = flags.has("d") ? (flags.value("d") ?? "").charAt(0) || "\0" : "\n";
    const lines: string[] = [];
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(delimiter, from);
      const to = end < 0 ? bytes.length : end + 1;
      const line = bytes.slice(from, flags.has("t") && end >= 0 ? end : to);
      lines.push(decode(Uint8Array.from(line, (char) => char.charCodeAt(0))));
      from = to;
    }
    const skipped = lines.slice(Number(flags.value("s") ?? 0));
    const wanted = Number(flags.value("n") ?? 0) > 0 ? skipped.slice(0, Number(flags.value("n"))) : skipped;
    const name = flags.rest[0] ?? "MAPFILE";
    const origin = flags.value("O");
    if (origin === undefined) setArray(shell, name, wanted);
    else wanted.forEach((line, i) => setElement(shell, name, String(Number(origin) + i), line));
    return 0;
  },
};
