/** execve(2): which program a file is, and becoming it. */

import { decode, Errno, type Program, S_ISGID, S_ISUID, stubProgram } from "#abi";
import { EXECUTE, type Location, may, resolve, statAt } from "#vfs";
import type { Core } from "./core.ts";
import { endByError, endProcess } from "./exit.ts";
import type { Process } from "./process.ts";
import { deliverPending } from "./signals.ts";

/** `#!` lines may name scripts in turn, as deep as Linux allows. */
const MOST_INTERPRETERS = 4;
const HEAD = 256;
/** Bytes of arguments and environment together. */
const MOST_ARGUMENTS = 2 * 1024 * 1024;

/** An executable that was found and may be run. */
export interface Image {
  readonly program: Program;
  /** The file that is executed in the end: the interpreter of a script. */
  readonly path: string;
  readonly comm: string;
  readonly argv: readonly string[];
  /** Of the file, bytes: what ps shows grows with it. */
  readonly size: number;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

type Walker = Pick<Process, "mounts" | "credentials" | "root" | "cwd">;

/** Finds and loads what a path would run. Throws ENOENT, EACCES, ENOEXEC, ELOOP, E2BIG with the path. */
export async function loadImage(
  core: Core,
  walker: Walker,
  path: string,
  argv: readonly string[],
  env: ReadonlyMap<string, string>,
): Promise<Image> {
  checkSize(argv, env);
  const found = findImage(walker, path, argv, path, 0);
  const program = core.programs.get(found.name) ?? (await core.options.programs(found.name));
  if (program === undefined) throw new Errno("ENOEXEC", path);
  core.programs.set(found.name, program);
  return { ...found, program };
}

/** Becomes the program: what exec(2) resets is reset. */
export function becomeImage(core: Core, process: Process, image: Image, env: ReadonlyMap<string, string>): void {
  process.argv = image.argv;
  process.env = env;
  process.comm = image.comm;
  process.threads = 1;
  process.executable = image.path;
  process.executableSize = image.size;
  process.descriptors.closeForExec();
  for (const [signal, disposition] of process.dispositions) if (disposition !== "ignore") process.dispositions.delete(signal);
  const { credentials } = process;
  if (image.uid !== undefined || image.gid !== undefined)
    process.credentials = { ...credentials, euid: image.uid ?? credentials.euid, egid: image.gid ?? credentials.egid };
  process.cgroup.addMemory(-process.memory);
  process.memory = 0;
  for (const call of Array.from(process.calls)) call.abandon();
  deliverPending(core, process);
}

/** Runs the image in the process until it ends. What it throws ends the process: it must not reach the code that called exec. */
export async function runImage(core: Core, process: Process, image: Image): Promise<number> {
  process.program = image.program;
  try {
    const code = await image.program(process.sys);
    endProcess(core, process, { kind: "exited", code: code & 255 });
    return code;
  } catch (error) {
    endByError(core, process, error);
    return new Promise<number>(() => {});
  }
}

/** The name that ps shows for an argv[0] or a file. */
export function commOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).slice(0, 15);
}

function findImage(
  walker: Walker,
  path: string,
  argv: readonly string[],
  asked: string,
  depth: number,
): Omit<Image, "program"> & { readonly name: string } {
  if (depth > MOST_INTERPRETERS) throw new Errno("ELOOP", asked);
  const location = locate(walker, path, depth === 0 ? path : asked);
  const head = decode(location.mount.filesystem.read(location.ino, 0, HEAD));
  const name = stubProgram(head);
  if (name !== undefined) {
    const isTrusted = !location.mount.flags.noSuid;
    const { mode, uid, gid, size } = statAt(location);
    return {
      name,
      path,
      comm: commOf(path),
      argv,
      size,
      uid: isTrusted && (mode & S_ISUID) !== 0 ? uid : undefined,
      gid: isTrusted && (mode & S_ISGID) !== 0 && (mode & 0o010) !== 0 ? gid : undefined,
    };
  }
  if (!head.startsWith("#!")) throw new Errno("ENOEXEC", asked);
  const line = head.slice(2).split("\n", 1)[0]?.trim() ?? "";
  const match = /^(\S+)(?:\s+(.*))?$/.exec(line);
  const interpreter = match?.[1];
  if (interpreter === undefined) throw new Errno("ENOEXEC", asked);
  const option = match?.[2];
  const found = findImage(walker, interpreter, [interpreter, ...(option ? [option] : []), path, ...argv.slice(1)], asked, depth + 1);
  return { ...found, comm: depth === 0 ? commOf(path) : found.comm };
}

function locate(walker: Walker, path: string, asked: string): Location {
  let location: Location;
  try {
    location = resolve(walker.mounts, walker, path);
  } catch (error) {
    throw error instanceof Errno ? new Errno(error.code, asked) : error;
  }
  const stat = statAt(location);
  if (stat.type !== "file" || location.mount.flags.noExec || !may(stat, walker.credentials, EXECUTE)) throw new Errno("EACCES", asked);
  return location;
}

function checkSize(argv: readonly string[], env: ReadonlyMap<string, string>): void {
  let size = 0;
  for (const argument of argv) size += argument.length + 9;
  for (const [name, value] of env) size += name.length + value.length + 10;
  if (size > MOST_ARGUMENTS) throw new Errno("E2BIG");
}
