import { isErrno, type Sys } from "#abi";
import { hasWildcard, type PatternOptions, patternRegExp, unescapePattern } from "./pattern.ts";

/** Names of the files that a pattern matches, sorted; empty when none does. */
export function glob(
  sys: Pick<Sys, "readdir" | "lstat">,
  pattern: string,
  options: PatternOptions & { readonly globStar?: boolean },
): string[] {
  const absolute = pattern.startsWith("/");
  const leading = /^\/+/.exec(pattern)?.[0] ?? "";
  const components = pattern.slice(leading.length).split(/\/+/);
  let found: string[] = [absolute ? leading : ""];
  components.forEach((component, i) => {
    const last = i === components.length - 1;
    const next: string[] = [];
    for (const directory of found) for (const path of step(sys, directory, component, last, options)) next.push(path);
    found = next;
  });
  return found.sort(compareNames);
}

function step(
  sys: Pick<Sys, "readdir" | "lstat">,
  directory: string,
  component: string,
  last: boolean,
  options: PatternOptions & { readonly globStar?: boolean },
): string[] {
  const end = last ? "" : "/";
  if (component === "") return exists(sys, directory) ? [directory] : [];
  if (component === "**" && options.globStar) return walk(sys, directory, last, options);
  if (!hasWildcard(component, options.extglob)) {
    const path = `${directory}${unescapePattern(component)}`;
    return exists(sys, `${path}${end}`) ? [`${path}${end}`] : [];
  }
  const regex = patternRegExp(component, { ...options, fileName: true });
  const names = entries(sys, directory)
    .map((entry) => entry.name)
    .filter((name) => regex.test(name));
  // `.*` matches the two entries that every directory has.
  if (component.startsWith(".") || component.startsWith("\\.")) for (const name of [".", ".."]) if (regex.test(name)) names.push(name);
  return names.map((name) => `${directory}${name}${end}`).filter((path) => last || exists(sys, path));
}

function walk(sys: Pick<Sys, "readdir" | "lstat">, directory: string, last: boolean, options: PatternOptions): string[] {
  const all: string[] = last ? [] : [directory];
  for (const entry of entries(sys, directory)) {
    if (entry.name.startsWith(".") && !options.dotGlob) continue;
    const path = `${directory}${entry.name}`;
    if (last) all.push(path);
    if (entry.type === "directory") all.push(...walk(sys, `${path}/`, last, options));
  }
  return all;
}

function entries(sys: Pick<Sys, "readdir">, directory: string): readonly { readonly name: string; readonly type: string }[] {
  try {
    return sys.readdir(directory === "" ? "." : directory).filter((entry) => entry.name !== "." && entry.name !== "..");
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function exists(sys: Pick<Sys, "lstat">, path: string): boolean {
  try {
    sys.lstat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** Order of names by code point; what the C locale has. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
