import { type Errno, encode, type Fd, isErrno, type OpenFlags, type Sys, strerror } from "#abi";
import { expandDouble, expandSingle, expandWords } from "../expand/expand.ts";
import type { Redirect } from "../syntax/index.ts";
import type { Shell } from "./shell.ts";

/** A redirection whose words are expanded: what to do to which descriptor. */
export type Action =
  | {
      readonly kind: "open";
      readonly fd: Fd;
      readonly path: string;
      readonly flags: OpenFlags;
      readonly clobber: boolean;
      readonly both: boolean;
      readonly variable: string | undefined;
    }
  | { readonly kind: "dup"; readonly fd: Fd; readonly from: Fd; readonly move: boolean; readonly variable: string | undefined }
  | { readonly kind: "close"; readonly fd: Fd }
  | { readonly kind: "text"; readonly fd: Fd; readonly text: string; readonly variable: string | undefined };

/** A redirection that failed, with the message for it. */
export class RedirectError extends Error {}

const OPEN: Readonly<Record<string, OpenFlags>> = {
  "<": { read: true },
  ">": { write: true, create: true, truncate: true },
  ">|": { write: true, create: true, truncate: true },
  ">>": { write: true, create: true, append: true },
  "<>": { read: true, write: true, create: true },
  "&>": { write: true, create: true, truncate: true },
  "&>>": { write: true, create: true, append: true },
};

/** Expands the words of redirections, in order. Rejects with RedirectError. */
export async function expandRedirects(shell: Shell, redirects: readonly Redirect[]): Promise<Action[]> {
  const actions: Action[] = [];
  for (const redirect of redirects) actions.push(await expandRedirect(shell, redirect));
  return actions;
}

async function expandRedirect(shell: Shell, redirect: Redirect): Promise<Action> {
  const { operator } = redirect;
  const variable = typeof redirect.fd === "object" ? redirect.fd.variable : undefined;
  const fd = typeof redirect.fd === "number" ? redirect.fd : operator.startsWith("<") ? 0 : 1;
  if (redirect.here)
    return { kind: "text", fd, text: redirect.here.quoted ? redirect.target.text : await expandDouble(shell, redirect.target), variable };
  if (operator === "<<<") return { kind: "text", fd, text: `${await expandSingle(shell, redirect.target)}\n`, variable };
  if (operator === "<&" || operator === ">&") {
    const target = await expandSingle(shell, redirect.target);
    if (target === "-")
      return variable === undefined ? { kind: "close", fd } : { kind: "close", fd: Number(shell.variables.get(variable) ?? -1) };
    const number = /^(\d+)(-?)$/.exec(target);
    if (number) return { kind: "dup", fd, from: Number(number[1]), move: number[2] === "-", variable };
    if (operator === ">&" && redirect.fd === undefined && shell.flavour.dialect.bash) {
      return { kind: "open", fd: 1, path: target, flags: OPEN[">"] ?? {}, clobber: false, both: true, variable };
    }
    throw new RedirectError(shell.flavour.name === "bash" ? `${redirect.target.text}: ambiguous redirect` : `Bad fd number`);
  }
  const path = await targetPath(shell, redirect);
  const both = operator === "&>" || operator === "&>>";
  return {
    kind: "open",
    fd: both ? 1 : fd,
    path,
    flags: OPEN[operator] ?? {},
    clobber: operator !== ">" && operator !== "&>",
    both,
    variable,
  };
}

async function targetPath(shell: Shell, redirect: Redirect): Promise<string> {
  if (!shell.flavour.dialect.bash) return expandSingle(shell, redirect.target);
  const words = await expandWords(shell, [redirect.target]);
  const [path] = words;
  if (words.length !== 1 || path === undefined) throw new RedirectError(`${redirect.target.text}: ambiguous redirect`);
  return path;
}

/** What was done, for undoing it: per descriptor where it was kept, or that it was closed. */
export type Undo = readonly { readonly fd: Fd; readonly saved: Fd | undefined }[];

/** Carries actions out on a process's descriptors. With `undo` the previous state is kept. Rejects with RedirectError. */
export async function applyRedirects(
  shell: Shell,
  sys: Sys,
  actions: readonly Action[],
  undo?: { fd: Fd; saved: Fd | undefined }[],
): Promise<void> {
  for (const action of actions) {
    try {
      await applyOne(shell, sys, action, undo);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new RedirectError(describe(shell, action, error));
    }
  }
}

function describe(shell: Shell, action: Action, error: Errno): string {
  if (action.kind === "open") return shell.flavour.cannotOpen(action.path, strerror(error.code), error.code, action.flags.write === true);
  return `${action.kind === "dup" ? action.from : action.fd}: ${strerror(error.code)}`;
}

async function applyOne(shell: Shell, sys: Sys, action: Action, undo: { fd: Fd; saved: Fd | undefined }[] | undefined): Promise<void> {
  if (action.kind === "close") {
    keep(sys, action.fd, undo);
    if (sys.isOpen(action.fd)) sys.close(action.fd);
    return;
  }
  if (action.variable !== undefined) {
    // {name}>file takes a free descriptor from 10 and stays open.
    const opened = action.kind === "dup" ? sys.dup(action.from, undefined, 10) : await source(shell, sys, action);
    const high = opened >= 10 ? opened : sys.dup(opened, undefined, 10);
    if (high !== opened) sys.close(opened);
    shell.variables.set(action.variable, String(high));
    return;
  }
  if (action.kind === "dup") {
    if (!sys.isOpen(action.from)) sys.dup(action.from);
    if (action.from === action.fd) return;
    keep(sys, action.fd, undo);
    sys.dup(action.from, action.fd);
    if (action.move) sys.close(action.from);
    return;
  }
  const opened = await source(shell, sys, action);
  if (opened !== action.fd) {
    keep(sys, action.fd, undo);
    sys.dup(opened, action.fd);
    sys.close(opened);
  } else undo?.push({ fd: action.fd, saved: undefined });
  if (action.kind === "open" && action.both) {
    keep(sys, 2, undo);
    sys.dup(1, 2);
  }
}

function keep(sys: Sys, fd: Fd, undo: { fd: Fd; saved: Fd | undefined }[] | undefined): void {
  if (!undo) return;
  if (!sys.isOpen(fd)) {
    undo.push({ fd, saved: undefined });
    return;
  }
  const saved = sys.dup(fd, undefined, 10);
  sys.setCloseOnExec(saved, true);
  undo.push({ fd, saved });
}

/** Puts descriptors back as they were. */
export function undoRedirects(sys: Sys, undo: Undo): void {
  for (const { fd, saved } of [...undo].reverse()) {
    if (saved === undefined) {
      if (sys.isOpen(fd)) sys.close(fd);
    } else {
      sys.dup(saved, fd);
      sys.close(saved);
    }
  }
}

async function source(shell: Shell, sys: Sys, action: Extract<Action, { kind: "open" | "text" }>): Promise<Fd> {
  if (action.kind === "text") return textSource(sys, encode(action.text));
  if (!action.clobber && shell.option("noclobber") && existsAsFile(sys, action.path))
    throw new RedirectError(
      shell.flavour.name === "bash"
        ? `${action.path}: cannot overwrite existing file`
        : shell.flavour.cannotOpen(action.path, "File exists", "EEXIST", true),
    );
  return sys.open(action.path, action.flags, 0o666);
}

function existsAsFile(sys: Sys, path: string): boolean {
  try {
    return sys.stat(path).type === "file";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

// What fits goes through a pipe at once; more waits in a file that has no name any more.
async function textSource(sys: Sys, bytes: Uint8Array): Promise<Fd> {
  if (bytes.length > 4096) {
    const path = `/tmp/sh-thd.${[...sys.random(6)].map((byte) => (byte % 36).toString(36)).join("")}`;
    const out = sys.open(path, { write: true, create: true, exclusive: true }, 0o600);
    sys.pwrite(out, 0, bytes);
    const back = sys.open(path, { read: true });
    sys.unlink(path);
    sys.close(out);
    return back;
  }
  const pipe = sys.pipe();
  if (bytes.length > 0) await sys.write(pipe.write, bytes);
  sys.close(pipe.write);
  return pipe.read;
}
