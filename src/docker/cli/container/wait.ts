import { forEachName } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker wait`: the exit status of each, one after the other. */
export const run: Run = async ({ session, args }) => {
  const client = await session.client();
  await forEachName(session, args, async (name) => {
    const { result } = await client.container.wait(name, "not-running", session.abort);
    return String((await result).StatusCode);
  });
};
