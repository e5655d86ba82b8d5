import { StatusError } from "../command/errors.ts";
import { displayMessages } from "../progress/display.ts";
import { parseReference, type Reference } from "../reference.ts";
import { registryAuth } from "../registry-auth.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker pull`: the progress of a download, and the full name of what was pulled. */
export const run: Run = async ({ session, flags, args }) => {
  const reference = named(session, args[0] ?? "");
  const all = flags.bool("all-tags");
  const quiet = flags.bool("quiet");
  const bare = reference.tag === undefined && reference.digest === undefined;
  if (all && !bare) throw new StatusError("tag can't be used with --all-tags/-a");
  if (!all && bare && !quiet) await session.out("Using default tag: latest\n");
  const client = await session.client();
  const platform = flags.text("platform");
  const tag = all ? "" : (reference.digest ?? reference.tag ?? "latest");
  const messages = await client.image.pull(
    reference.familiar,
    tag,
    { auth: registryAuth(session, reference), ...(platform !== "" && { platform }) },
    session.abort,
  );
  if (quiet) for await (const message of messages) refuse(message.errorDetail?.message ?? message.error);
  else await displayMessages(session, messages, { fd: 1, terminal: session.isTerminal(1) });
  const suffix =
    reference.digest !== undefined
      ? `${reference.tag === undefined ? "" : `:${reference.tag}`}@${reference.digest}`
      : all
        ? ""
        : `:${reference.tag ?? "latest"}`;
  await session.out(`${reference.full}${suffix}\n`);
};

/** The reference that a command was given. Throws a StatusError with the text of distribution/reference. */
export function named(session: Session, text: string): Reference {
  try {
    return parseReference(text, session.release.texts.upperCase);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(error.message);
  }
}

function refuse(failure: string | undefined): void {
  if (failure !== undefined) throw new StatusError(failure);
}
