/** The language and character set that a process' environment asks for: locale(7). */

import type { Sys } from "#abi";

export type LocaleCategory = "LC_MESSAGES" | "LC_TIME" | "LC_CTYPE" | "LC_COLLATE" | "LC_NUMERIC";

/** The locale's name of a category: `ko_KR.UTF-8`, `C`. */
export function localeName(sys: Sys, category: LocaleCategory): string {
  return [sys.env.get("LC_ALL"), sys.env.get(category), sys.env.get("LANG")].find((name) => name) ?? "C";
}

export function isKorean(sys: Sys, category: LocaleCategory = "LC_MESSAGES"): boolean {
  return localeName(sys, category).startsWith("ko");
}

export function isUtf8(sys: Sys): boolean {
  return /utf-?8/i.test(localeName(sys, "LC_CTYPE"));
}

/** Whether names sort byte by byte, as in the C locale. */
export function sortsByBytes(sys: Sys): boolean {
  return /^(C|POSIX)(\.|$)/.test(localeName(sys, "LC_COLLATE"));
}
