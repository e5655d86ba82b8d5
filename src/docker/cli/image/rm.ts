import { StatusError } from "../command/errors.ts";
import { about, isNotFound, messageOf } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker rmi`: one after the other. With --force missing images are told, but no failure. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  const options = { force: flags.bool("force"), noPrune: flags.bool("no-prune") };
  const errors: string[] = [];
  let fatal = false;
  for (const name of args) {
    try {
      const items = await about(session, "image", name, () => client.image.remove(name, options));
      await session.out(items.map((item) => (item.Deleted ? `Deleted: ${item.Deleted}\n` : `Untagged: ${item.Untagged}\n`)).join(""));
    } catch (error) {
      errors.push(messageOf(error));
      fatal ||= !isNotFound(error);
    }
  }
  if (errors.length === 0) return;
  if (!options.force || fatal) throw new StatusError(errors.join("\n"));
  await session.err(`${errors.join("\n")}\n`);
};
