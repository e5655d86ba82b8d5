/** The one place where a utility's texts are put into the reader's language and onto standard error. */

import { decode, type Errno, type ErrnoCode, encode, STDERR, type Sys, strerror } from "#abi";
import { busyboxMessages } from "../busybox.data.ts";
import { koreanErrors, koreanMessages } from "../korean.data.ts";
import { flavourOf } from "./flavour.ts";
import { isKorean } from "./locale.ts";
import { stdout } from "./output.ts";
import { quoteIfNeeded } from "./quote.ts";

/** A utility gives up: its message goes to standard error after the program's name, `status` is the exit status. */
export class Failure extends Error {
  readonly status: number;
  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** Ends with `Try 'ls --help' for more information.`; without a status of its own it has the utility's for usage errors. */
export class UsageFailure extends Error {
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

const fullNames = new WeakSet<Sys>();

/** The process tells its messages under the name it was called by, directory and all, as coreutils' programs do. */
export function useFullName(sys: Sys): void {
  fullNames.add(sys);
}

/** The name that the program was called by, as its messages show it: without a directory where the real one drops it. */
export function programName(sys: Sys): string {
  const name = (sys.argv[0] ?? "").replace(/^-/, "");
  return fullNames.has(sys) && flavourOf(sys) === "gnu" ? name : name.slice(name.lastIndexOf("/") + 1);
}

/** A text in the language of the process: `` t(sys)`cannot access ${name}` ``. */
export function t(sys: Sys): (parts: TemplateStringsArray, ...values: readonly (string | number)[]) => string {
  return (parts, ...values) => {
    const key = parts.join("%s");
    const other = flavourOf(sys) === "busybox" ? busyboxMessages[key] : isKorean(sys) ? koreanMessages[key] : undefined;
    const pieces = other === undefined ? parts : other.split("%s");
    return pieces.map((piece, at) => piece + (at < pieces.length - 1 ? String(values[at] ?? "") : "")).join("");
  };
}

/** strerror(3) in the language of the process. */
export function errorText(sys: Sys, code: ErrnoCode): string {
  return (isKorean(sys) && flavourOf(sys) === "gnu" ? koreanErrors[code] : undefined) ?? strerror(code);
}

/** `NAME: TEXT` on standard error. */
export async function complain(sys: Sys, text: string): Promise<void> {
  await stdout(sys).settle();
  await sys.write(STDERR, encode(`${programName(sys)}: ${text}\n`));
}

/** `NAME: FILE: No such file or directory` on standard error. */
export function complainOf(sys: Sys, file: string, error: Errno): Promise<void> {
  return complain(sys, `${quoteIfNeeded(sys, file)}: ${errorText(sys, error.code)}`);
}

/** The words of a small text file, line by line; empty when it can't be read. */
export function linesOf(sys: Sys, path: string): readonly string[] {
  try {
    return decode(sys.readFile(path))
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    return [];
  }
}
