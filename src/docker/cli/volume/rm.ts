import { about, forEachName } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker volume rm`: one after the other. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  await forEachName(session, args, async (name) => {
    await about(session, "volume", name, () => client.volume.remove(name, { force: flags.bool("force") }));
    return name;
  });
};
