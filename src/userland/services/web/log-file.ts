import { encode, type Fd, isErrno, type Sys } from "#abi";

/** Opens a log for appending; names that mean a standard stream (also through links) are that stream. */
export function openLog(sys: Sys, path: string): Fd {
  const target = follow(sys, path);
  const stream = /^(?:\/dev\/std(out|err)|\/(?:proc\/self|dev)\/fd\/(\d+))$/.exec(target);
  if (stream) return stream[1] === undefined ? Number(stream[2]) : stream[1] === "out" ? 1 : 2;
  return sys.open(target, { write: true, append: true, create: true, closeOnExec: true }, 0o644);
}

function follow(sys: Sys, path: string): string {
  let at = path;
  for (let depth = 0; depth < 8 && !/^\/(dev|proc)\//.test(at); depth++) {
    try {
      const target = sys.readlink(at);
      at = target.startsWith("/") ? target : `${at.slice(0, at.lastIndexOf("/") + 1)}${target}`;
    } catch (error) {
      if (isErrno(error)) return at;
      throw error;
    }
  }
  return at;
}

/** A line of a log. Nobody reading it is no reason to stop. */
export async function logLine(sys: Sys, fd: Fd, line: string): Promise<void> {
  try {
    await sys.write(fd, encode(`${line}\n`));
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}
