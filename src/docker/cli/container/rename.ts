import { StatusError } from "../command/errors.ts";
import { messageOf } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker rename`. */
export const run: Run = async ({ session, args }) => {
  const [from = "", to = ""] = args.map((name) => name.trim());
  if (from === "" || to === "") throw new StatusError("Error: Neither old nor new names may be empty");
  const client = await session.client();
  try {
    await client.container.rename(from, to);
  } catch (error) {
    await session.err(`${messageOf(error)}\n`);
    throw new StatusError(`Error: failed to rename container named ${from}`);
  }
};
