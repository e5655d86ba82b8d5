/** Completion of docker command lines: the docker command knows best, ask it as cobra's completion scripts do. */

import type { Sys } from "#abi";
import { isErrno, lines, STDERR, STDIN, STDOUT } from "#abi";
import type { CompletionSource } from "../types.ts";

export interface DockerAnswer {
  readonly candidates: readonly string[];
  /** cobra's directive: 1 error, 2 no space, 4 no file names, 16 directories only. */
  readonly directive: number;
}

const NOTHING: DockerAnswer = { candidates: [], directive: 0 };
const PASSED_ON = ["HOME", "PATH", "LANG", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_API_VERSION"];

function findInPath(sys: Sys, path: string, name: string): string | undefined {
  for (const directory of path.split(":")) {
    const candidate = `${directory === "" ? "." : directory}/${name}`;
    try {
      sys.access(candidate, { execute: true });
      if (sys.stat(candidate).type === "file") return candidate;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return undefined;
}

/** What `docker __complete WORD…` answers; the last word is the one to complete. */
export async function askDocker(sys: Sys, source: CompletionSource, words: readonly string[]): Promise<DockerAnswer> {
  const docker = findInPath(sys, source.env("PATH") ?? "/usr/bin:/bin", "docker");
  if (docker === undefined) return NOTHING;
  const env = new Map(sys.env);
  for (const name of PASSED_ON) {
    const value = source.env(name);
    if (value !== undefined) env.set(name, value);
  }
  const { read, write } = sys.pipe();
  try {
    const pid = await sys.spawn(docker, ["docker", "__complete", ...words], {
      env,
      setup: (child) => {
        child.dup(child.open("/dev/null", { read: true, write: true }), STDIN);
        child.dup(STDIN, STDERR);
        child.dup(write, STDOUT);
        child.close(read);
        child.close(write);
      },
    });
    sys.close(write);
    const answer = await readAnswer(sys, read);
    await sys.wait({ target: pid });
    return answer;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return NOTHING;
  } finally {
    sys.close(read);
    if (sys.isOpen(write)) sys.close(write);
  }
}

async function readAnswer(sys: Sys, fd: number): Promise<DockerAnswer> {
  const candidates: string[] = [];
  let directive = 0;
  for await (const line of lines(sys, fd)) {
    const mark = /^:(\d+)$/.exec(line);
    if (mark !== null) directive = Number(mark[1]);
    else if (line !== "" && !line.startsWith("_activeHelp_")) candidates.push(line.split("\t")[0] ?? "");
  }
  return { candidates, directive };
}
