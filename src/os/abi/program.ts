import type { Sys } from "./sys.ts";

/**
 * A program: gets its system calls, resolves with its exit status (0 to 255).
 * A thrown Errno that nobody catches ends the process with status 1 and a message; any other exception is a defect of
 * ours and ends the process as SIGSEGV would.
 */
export type Program = (sys: Sys) => Promise<number>;

/** Finds the program that an executable's stub names; undefined when the machine has none of that name. May load code. */
export type ProgramLoader = (name: string) => Promise<Program | undefined>;

const ELF = "\x7fELF\x02\x01\x01\x00drydock:";

/**
 * The first bytes of an executable that stands for one of our programs: an ELF magic, then the program's name.
 * A program with many names (busybox) finds its applet in argv[0] like the real one.
 */
export function stub(program: string): string {
  return `${ELF}${program}\n`;
}

/** The program that an executable's first bytes name; undefined when it is not a stub. */
export function stubProgram(head: string): string | undefined {
  if (!head.startsWith(ELF)) return undefined;
  const end = head.indexOf("\n");
  return end < 0 ? undefined : head.slice(ELF.length, end);
}
