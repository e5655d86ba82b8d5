import { StatusError } from "../command/errors.ts";
import { displayMessages } from "../progress/display.ts";
import { registryAuth } from "../registry-auth.ts";
import type { Run } from "../run.ts";
import { named } from "./pull.ts";

/** `docker push`: later releases push `latest` where no tag is given, 19.03 all tags. */
export const run: Run = async ({ session, flags, args }) => {
  const { behaviour } = session.release;
  const reference = named(session, args[0] ?? "");
  const bare = reference.tag === undefined && reference.digest === undefined;
  const quiet = flags.bool("quiet");
  if (flags.bool("all-tags") && !bare) throw new StatusError("tag can't be used with --all-tags/-a");
  const defaulted = behaviour.pushesLatest && bare && !flags.bool("all-tags");
  if (defaulted && !quiet) await session.out("Using default tag: latest\n");
  const client = await session.client();
  const tag = reference.tag ?? (defaulted ? "latest" : "");
  const messages = await client.image.push(reference.familiar, tag, { auth: registryAuth(session, reference) }, session.abort);
  if (!quiet) return displayMessages(session, messages, { fd: 1, terminal: session.isTerminal(1) });
  for await (const message of messages)
    if (message.error !== undefined) throw new StatusError(message.errorDetail?.message ?? message.error);
  await session.out(`${reference.full}:${tag}\n`);
};
