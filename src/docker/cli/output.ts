import { isErrno } from "#abi";
import { StatusError } from "./command/errors.ts";
import { goErrno } from "./go/errno.ts";
import { quote } from "./go/quote.ts";
import type { Session } from "./session.ts";

/**
 * Where an archive goes: to the standard output unless that is a terminal, or to a file that appears when it is complete.
 * `failed` begins the message when the path is no good. Throws a StatusError.
 */
export async function writeArchive(
  session: Session,
  path: string,
  failed: string,
  open: () => Promise<AsyncIterable<Uint8Array>>,
): Promise<void> {
  const { sys } = session;
  if (path === "") {
    if (session.isTerminal(1)) throw new StatusError("cowardly refusing to save to a terminal. Use the -o flag or redirect");
    for await (const chunk of await open()) await session.write(chunk);
    return;
  }
  checkPath(session, path, failed);
  const content = await open();
  const temporary = `${path.replace(/[^/]*$/, "")}${session.release.behaviour.temporaryPrefix}${[...sys.random(4)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  try {
    const fd = sys.open(temporary, { write: true, create: true, exclusive: true }, 0o600);
    for await (const chunk of content) await sys.write(fd, chunk);
    sys.close(fd);
    sys.rename(temporary, path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    remove(session, temporary);
    throw new StatusError(`${failed}open ${temporary}: ${goErrno(error)}`);
  }
}

function remove({ sys }: Session, path: string): void {
  try {
    sys.unlink(path);
  } catch (error) {
    // It may never have been made.
    if (!isErrno(error)) throw error;
  }
}

function checkPath({ sys }: Session, path: string, failed: string): void {
  const directory = path.includes("/") ? path.replace(/\/[^/]*$/, "") : "";
  if (directory === "") return;
  try {
    sys.stat(directory);
  } catch (error) {
    if (!isErrno(error, "ENOENT")) return;
    throw new StatusError(`${failed}invalid output path: directory ${quote(directory)} does not exist`);
  }
}
