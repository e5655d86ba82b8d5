import { forAllNames } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker unpause`. */
export const run: Run = async ({ session, args }) => {
  const client = await session.client();
  await forAllNames(session, args, client.container.unpause);
};
