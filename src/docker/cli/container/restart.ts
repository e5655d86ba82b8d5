import { forEachName } from "../known.ts";
import type { Run } from "../run.ts";
import { stopOptions } from "./stop.ts";

/** `docker restart`: one after the other. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  await forEachName(session, args, async (name) => {
    await client.container.restart(name, stopOptions(flags));
    return name;
  });
};
