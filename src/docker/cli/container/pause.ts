import { forAllNames } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker pause`. */
export const run: Run = async ({ session, args }) => {
  const client = await session.client();
  await forAllNames(session, args, client.container.pause);
};
