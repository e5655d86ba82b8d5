import { ApiError } from "#client";
import { StatusError } from "./command/errors.ts";
import type { Session } from "./session.ts";

/** What a missing object is called in `Error: No such …: name`. */
export type ObjectKind = "container" | "image" | "network" | "volume" | "plugin" | "container:path";

/**
 * Calls the daemon about one object. Older clients word its absence themselves: `Error: No such container: x`.
 */
export async function about<T>(session: Session, kind: ObjectKind, name: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (session.release.behaviour.clientNotFound && isNotFound(error)) throw new MissingObject(`Error: No such ${kind}: ${name}`);
    throw error;
  }
}

/** An object that the client says is missing. */
export class MissingObject extends StatusError {}

/** The daemon (or an older client) says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof MissingObject || (error instanceof ApiError && error.status === 404);
}

/** Runs `call` for each name, in order: prints what it gives, and gathers the errors into one. */
export async function forEachName(
  session: Session,
  names: readonly string[],
  call: (name: string) => Promise<string | undefined>,
): Promise<void> {
  const errors: string[] = [];
  for (const name of names) {
    try {
      const line = await call(name);
      if (line !== undefined) await session.out(`${line}\n`);
    } catch (error) {
      errors.push(messageOf(error));
    }
  }
  if (errors.length > 0) throw new StatusError(errors.join("\n"));
}

/** Like forEachName, with all calls under way at once and the results told in order. */
export async function forAllNames(session: Session, names: readonly string[], call: (name: string) => Promise<unknown>): Promise<void> {
  const running = names.map((name) => {
    const done = call(name).then(
      () => undefined,
      (error: unknown) => error ?? new Error("unknown"),
    );
    return { name, done };
  });
  const errors: string[] = [];
  for (const { name, done } of running) {
    const error = await done;
    if (error === undefined) await session.out(`${name}\n`);
    else errors.push(messageOf(error));
  }
  if (errors.length > 0) throw new StatusError(errors.join("\n"));
}

/** The message of an error that a command may tell; anything else is thrown on. */
export function messageOf(error: unknown): string {
  if (error instanceof StatusError || error instanceof ApiError || (error instanceof Error && error.name === "ConnectionError"))
    return error.message;
  throw error;
}
