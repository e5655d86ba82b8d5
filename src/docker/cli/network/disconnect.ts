import type { Run } from "../run.ts";

/** `docker network disconnect`. */
export const run: Run = async ({ session, flags, args }) => {
  const [network = "", container = ""] = args;
  const client = await session.client();
  await client.network.disconnect(network, container, { force: flags.bool("force") });
};
