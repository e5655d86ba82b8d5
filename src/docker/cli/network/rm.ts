import { StatusError } from "../command/errors.ts";
import { about, isNotFound, messageOf } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker network rm`: one after the other, errors told as they come. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  let failed = false;
  for (const name of args) {
    try {
      await about(session, "network", name, () => client.network.remove(name));
      await session.out(`${name}\n`);
    } catch (error) {
      if (flags.bool("force") && isNotFound(error)) continue;
      await session.err(`${messageOf(error)}\n`);
      failed = true;
    }
  }
  if (failed) throw new StatusError(session.release.texts.networkRemoveFailed);
};
