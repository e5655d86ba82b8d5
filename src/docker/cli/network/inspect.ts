import { inspectObjects } from "../inspect.ts";
import { about } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker network inspect`. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  await inspectObjects(session, args, flags.text("format"), (name) =>
    about(session, "network", name, () => client.network.inspect(name, { verbose: flags.bool("verbose") })),
  );
};
