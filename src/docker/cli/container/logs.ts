import { stdcopyDecoder } from "#api";
import { StatusError } from "../command/errors.ts";
import { quote } from "../go/quote.ts";
import { timestamp } from "../go/timestamp.ts";
import { about } from "../known.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker logs`: what a container wrote, to the streams that it wrote to. */
export const run: Run = async ({ session, flags, args }) => {
  const [name = ""] = args;
  const client = await session.client();
  const container = await about(session, "container", name, () => client.container.inspect(name));
  const content = await client.container.logs(
    container.Id,
    {
      stdout: true,
      stderr: true,
      since: time(session, "since", flags.text("since")),
      until: time(session, "until", flags.text("until")),
      timestamps: flags.bool("timestamps"),
      follow: flags.bool("follow"),
      tail: flags.text("tail"),
      details: flags.bool("details"),
    },
    session.abort,
  );
  const decoder = stdcopyDecoder();
  for await (const chunk of content) {
    if (container.Config.Tty) await session.write(chunk);
    else for (const { stream, bytes } of decoder.push(chunk)) await session.write(bytes, stream === 2 ? 2 : 1);
  }
};

function time({ sys }: Session, name: string, text: string): string {
  try {
    return timestamp(sys, text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(`invalid value for ${quote(name)}: ${error.message}`);
  }
}
