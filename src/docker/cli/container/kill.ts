import { forAllNames } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker kill`. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  const signal = flags.text("signal");
  await forAllNames(session, args, (name) => client.container.kill(name, signal === "" ? undefined : signal));
};
