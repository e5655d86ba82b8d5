import { StatusError } from "../command/errors.ts";
import type { Run } from "../run.ts";

const KINDS = ["C", "A", "D"] as const;

/** `docker diff`: what a container changed in its files. */
export const run: Run = async ({ session, args }) => {
  const [name = ""] = args;
  if (name === "") throw new StatusError("Container name cannot be empty");
  const client = await session.client();
  const changes = (await client.container.changes(name)) ?? [];
  const text = changes.map(({ Kind, Path }) => `${KINDS[Kind]} ${Path}\n`).join("");
  await session.out(text);
};
