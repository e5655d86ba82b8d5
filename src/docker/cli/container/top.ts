import { alignTable } from "../format/tabwriter.ts";
import type { Run } from "../run.ts";

/** `docker top`: the processes of a container as the host's ps shows them. */
export const run: Run = async ({ session, args }) => {
  const [name = "", ...psArguments] = args;
  const client = await session.client();
  const { Titles, Processes } = await client.container.top(name, psArguments);
  const lines = [Titles, ...Processes].map((row) => `${row.join("\t")}\n`).join("");
  await session.out(alignTable(lines, 20, 3));
};
