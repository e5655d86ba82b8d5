/** What find's messages look like. */

import { type Errno, encode, STDERR, type Sys } from "#abi";
import { flavourOf } from "../tool/flavour.ts";
import { isUtf8 } from "../tool/locale.ts";
import { errorText, Failure, programName } from "../tool/messages.ts";

export { Failure };

/** findutils puts names into the locale's quotes. */
export function quotedCurly(sys: Sys, name: string): string {
  if (flavourOf(sys) === "busybox") return name;
  return isUtf8(sys) ? `‘${name}’` : `'${name}'`;
}

export function complain(sys: Sys, text: string): Promise<void> {
  return sys.write(STDERR, encode(`${programName(sys)}: ${text}\n`));
}

export function complainOf(sys: Sys, name: string, error: Errno): Promise<void> {
  return complain(sys, `${name}: ${errorText(sys, error.code)}`);
}
