import { isErrno, readText, type Sys } from "#abi";
import { goErrno } from "../../go/errno.ts";

/** Reads files of `KEY=value` lines (env files, label files). `lookup` gives the value of a key without one. Throws an Error. */
export function readKeyValues(
  sys: Sys,
  paths: readonly string[],
  lookup: ((key: string) => string | undefined) | undefined,
  named: boolean,
): string[] {
  return paths.flatMap((path) => {
    const text = open(sys, path);
    try {
      return text
        .replace(/^\ufeff/, "")
        .split("\n")
        .flatMap((line) => parseLine(line.replace(/\r$/, ""), lookup));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new Error(named ? `invalid env file (${path}): ${error.message}` : `poorly formatted environment: ${error.message}`);
    }
  });
}

function open(sys: Sys, path: string): string {
  try {
    return readText(sys, path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Error(`${error.code === "EISDIR" ? "read" : "open"} ${path}: ${goErrno(error)}`);
  }
}

function parseLine(raw: string, lookup: ((key: string) => string | undefined) | undefined): string[] {
  const line = raw.trimStart();
  if (line === "" || line.startsWith("#")) return [];
  const at = line.indexOf("=");
  const key = at < 0 ? line : line.slice(0, at);
  if (key === "") throw new Error(`no variable name on line '${line}'`);
  if (/[ \t]/.test(key)) throw new Error(`variable '${key}' contains whitespaces`);
  if (at >= 0) return [line];
  const value = lookup?.(line);
  return value === undefined ? [] : [`${key}=${value}`];
}
