import { type Errno, isErrno, type Sys, strerror } from "#abi";
import type { Shell } from "./shell.ts";

/** What a command name means. */
export type Found =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "missing"; readonly status: 126 | 127; readonly message: string };

/** Finds a program: names with a slash are paths, others are searched in PATH and remembered. */
export function findProgram(shell: Shell, name: string, pathOverride?: string): Found {
  if (name.includes("/")) return { kind: "path", path: name };
  const path = pathOverride ?? shell.variables.get("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  if (shell.hashedPath !== path && pathOverride === undefined) {
    shell.hash.clear();
    shell.hashedPath = path;
  }
  const known = pathOverride === undefined ? shell.hash.get(name) : undefined;
  if (known && isFile(shell.sys, known.path)) {
    known.uses += 1;
    return { kind: "path", path: known.path };
  }
  const [found, refused] = search(shell.sys, name, path);
  if (found !== undefined) {
    if (pathOverride === undefined && found.startsWith("/")) shell.hash.set(name, { path: found, uses: 1 });
    return { kind: "path", path: found };
  }
  if (refused !== undefined) return { kind: "path", path: refused };
  return { kind: "missing", status: 127, message: shell.flavour.notFound(name) };
}

/** Every place of PATH that has the program. */
export function findAll(shell: Shell, name: string): string[] {
  if (name.includes("/")) return isExecutable(shell.sys, name) ? [name] : [];
  return directories(shell.variables.get("PATH") ?? "")
    .map((directory) => join(directory, name))
    .filter((path) => isExecutable(shell.sys, path));
}

function directories(path: string): string[] {
  return path.split(":");
}

function join(directory: string, name: string): string {
  return directory === "" ? `./${name}` : directory.endsWith("/") ? `${directory}${name}` : `${directory}/${name}`;
}

/** First executable, and the first file that is none: running that tells why. */
function search(sys: Sys, name: string, path: string): readonly [string | undefined, string | undefined] {
  let refused: string | undefined;
  if (name === "") return [undefined, undefined];
  for (const directory of directories(path)) {
    const candidate = join(directory, name);
    if (isExecutable(sys, candidate)) return [candidate, undefined];
    if (refused === undefined && isFile(sys, candidate)) refused = candidate;
  }
  return [undefined, refused];
}

export function isFile(sys: Sys, path: string): boolean {
  try {
    return sys.stat(path).type === "file";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

export function isDirectory(sys: Sys, path: string): boolean {
  try {
    return sys.stat(path).type === "directory";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

export function isExecutable(sys: Sys, path: string): boolean {
  try {
    sys.access(path, { execute: true });
    return sys.stat(path).type === "file";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** Why exec refused a program: message and status. */
export function execFailure(
  shell: Shell,
  sys: Sys,
  name: string,
  path: string,
  error: Errno,
): { readonly message: string; readonly status: number } {
  const interpreter = error.code === "ENOENT" && isFile(sys, path) ? interpreterOf(sys, path) : undefined;
  if (interpreter !== undefined && shell.flavour.name === "bash") {
    const status = 126;
    return { message: `${name}: ${interpreter}: bad interpreter: ${strerror(error.code)}`, status };
  }
  if (error.code === "ENOENT")
    return { message: shell.flavour.name === "bash" ? `${name}: ${strerror("ENOENT")}` : shell.flavour.notFound(name), status: 127 };
  const reason = isDirectory(sys, path)
    ? "Is a directory"
    : error.code === "ENOEXEC"
      ? `cannot execute binary file: ${strerror(error.code)}`
      : strerror(error.code);
  return { message: shell.flavour.cannotExecute(name, reason, name.includes("/")), status: error.code === "ENOTDIR" ? 126 : 126 };
}

function interpreterOf(sys: Sys, path: string): string | undefined {
  try {
    const fd = sys.open(path);
    const head = String.fromCharCode(...sys.pread(fd, 0, 128));
    sys.close(fd);
    return /^#!\s*(\S+)/.exec(head)?.[1];
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}
