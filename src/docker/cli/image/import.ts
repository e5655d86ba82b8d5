import { chunksOf, openInput } from "../input.ts";
import { displayMessages } from "../progress/display.ts";
import type { Run } from "../run.ts";
import { named } from "./pull.ts";

/** `docker import`: an image out of a tar of files. */
export const run: Run = async ({ session, flags, args }) => {
  const { sys } = session;
  const [source = "", target = ""] = args;
  const remote = /^https?:\/\//.test(source);
  const body = remote ? undefined : chunksOf(sys, source === "-" ? 0 : openInput(sys, source));
  const reference = target === "" ? undefined : named(session, target);
  const client = await session.client();
  const platform = flags.text("platform");
  const messages = await client.image.import(remote ? source : "-", body, {
    ...(reference && { repo: target }),
    message: flags.text("message"),
    changes: flags.list("change"),
    ...(platform !== "" && { platform }),
  });
  await displayMessages(session, messages, { fd: 1, terminal: session.isTerminal(1) });
};
