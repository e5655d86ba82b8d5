import { StatusError } from "../command/errors.ts";
import { chunksOf, openInput } from "../input.ts";
import { displayMessages } from "../progress/display.ts";
import type { Run } from "../run.ts";

/** `docker load`: images out of an archive. */
export const run: Run = async ({ session, flags }) => {
  const { sys } = session;
  const path = flags.text("input");
  if (path === "" && session.isTerminal(0)) throw new StatusError("requested load from stdin, but stdin is empty");
  const fd = path === "" ? 0 : openInput(sys, path);
  const terminal = session.isTerminal(1);
  const client = await session.client();
  const { messages } = await client.image.load(chunksOf(sys, fd), { quiet: flags.bool("quiet") || !terminal }, session.abort);
  await displayMessages(session, messages, { fd: 1, terminal });
};
