import { inspectObjects } from "../inspect.ts";
import { about } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker container inspect`. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  await inspectObjects(session, args, flags.text("format"), (name) =>
    about(session, "container", name, () => client.container.inspect(name, { size: flags.bool("size") })),
  );
};
