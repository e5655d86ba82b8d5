import type { StopOptions } from "#client";
import type { Flags } from "../command/flags.ts";
import { forAllNames } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker stop`: all at once, told in order. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  await forAllNames(session, args, (name) => client.container.stop(name, stopOptions(flags)));
};

/** `--time`, later `--timeout`, and `--signal` of stop and restart. */
export function stopOptions(flags: Flags): StopOptions {
  const name = ["timeout", "time"].find((one) => flags.changed(one));
  const signal = flags.text("signal");
  return { ...(name !== undefined && { timeout: flags.number(name) }), ...(signal !== "" && { signal }) };
}
