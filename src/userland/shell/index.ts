/** The shells: programs for the machine's loader. */
import type { Program } from "#abi";
import { createShell } from "./create-shell.ts";
import { ASH, BASH, DASH } from "./flavours.data.ts";

/** GNU bash 5.2. */
export const bash: Program = createShell(BASH);
/** Debian's /bin/sh: dash 0.5.12. */
export const sh: Program = createShell(DASH);
/** The shell of busybox 1.35. */
export const ash: Program = createShell(ASH);

/** Loads what a shell needs for its first command and not for its prompt. */
export async function loadForCommands(): Promise<void> {
  await Promise.all([import("./run/foreground.ts"), import("./builtins/later.ts")]);
}
