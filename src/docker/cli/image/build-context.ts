import { encode, isErrno, type Sys } from "#abi";
import { StatusError } from "../command/errors.ts";
import { absolute } from "../container/options/mount.ts";
import { goErrno } from "../go/errno.ts";
import { quote } from "../go/quote.ts";
import type { Session } from "../session.ts";
import { archiveDirectory, archiveFile, checkReadable, type DirectoryContext, findContext, ignored } from "./context/directory.ts";
import { detectArchive, readInput } from "./context/stdin.ts";

/** What a build is made from: an archive, and the Dockerfile's name in it. */
export interface BuildContext {
  readonly dockerfile: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** The context that a path, a URL or `-` stands for. Throws a StatusError. */
export async function buildContext(session: Session, source: string, dockerfile: string): Promise<BuildContext> {
  const { sys } = session;
  if (source === "-") return fromInput(session, dockerfile);
  if (!exists(sys, source)) throw new StatusError(`unable to prepare context: ${unreachable(session, source)}`);
  const found = prepare(() => findContext(sys, source, dockerfile));
  return fromDirectory(session, found, dockerfile);
}

function prepare<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof Error && !isErrno(error)) throw new StatusError(`unable to prepare context: ${error.message}`);
    throw error;
  }
}

function exists(sys: Sys, path: string): boolean {
  try {
    sys.stat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function unreachable({ release }: Session, source: string): string {
  if (/^(git:\/\/|git@|github\.com\/)|^https?:\/\/.*\.git(#.*)?$/.test(source))
    return `unable to find 'git': exec: "git": executable file not found in $PATH`;
  const host = /^https?:\/\/([^/:]+)/.exec(source)?.[1];
  if (host === undefined) return `path ${quote(source)} not found`;
  return `unable to download remote context ${source}: ${release.builder.download.replace("{}", () => source)}: dial tcp: lookup ${host}: no such host`;
}

async function fromInput({ sys, release }: Session, dockerfile: string): Promise<BuildContext> {
  if (dockerfile === "-") throw new StatusError("invalid argument: can't use stdin for both build context and dockerfile");
  const { archive, content } = await detectArchive(sys);
  if (archive) return { dockerfile, content };
  if (dockerfile !== "" && release.builder.twoDockerfiles !== "")
    throw new StatusError(`unable to prepare context from STDIN: ${release.builder.twoDockerfiles}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return { dockerfile: "Dockerfile", content: archiveFile("Dockerfile", joined(chunks), sys.now()) };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

async function fromDirectory({ sys, release }: Session, found: DirectoryContext, dockerfile: string): Promise<BuildContext> {
  const { directory } = found;
  const ignore = ignored(sys, found);
  try {
    checkReadable(sys, directory, ignore);
  } catch (error) {
    if (!(error instanceof Error) || isErrno(error)) throw error;
    throw new StatusError(release.builder.badContext.replace("{}", () => error.message));
  }
  const outside =
    found.dockerfile === "-"
      ? await readInput(sys)
      : found.dockerfile.startsWith("../")
        ? readFile(sys, absolute(sys.getcwd(), dockerfile))
        : undefined;
  if (!outside) return { dockerfile: found.dockerfile, content: archiveDirectory(sys, directory, ignore, new Map()) };
  // A Dockerfile from elsewhere travels under a name of its own, which .dockerignore then leaves out of the image.
  const name = `.dockerfile.${[...sys.random(10)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  const extra = new Map([
    [name, outside],
    [".dockerignore", joined([existing(sys, `${directory}/.dockerignore`), encode(`\n${name}\n`)])],
  ]);
  return { dockerfile: name, content: archiveDirectory(sys, directory, ignore, extra) };
}

function existing(sys: Sys, path: string): Uint8Array {
  return exists(sys, path) ? sys.readFile(path) : encode(".dockerignore");
}

function readFile(sys: Sys, path: string): Uint8Array {
  try {
    return sys.readFile(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new StatusError(`unable to open Dockerfile: open ${path}: ${goErrno(error)}`);
  }
}
