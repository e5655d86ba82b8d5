import { inspectObjects } from "../inspect.ts";
import { about } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker volume inspect`. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  await inspectObjects(session, args, flags.text("format"), (name) => about(session, "volume", name, () => client.volume.inspect(name)));
};
