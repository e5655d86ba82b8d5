import type { Filters } from "#api";
import { type Pruned, pruneWith } from "../confirm.ts";
import { deletedList } from "../reclaimed.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker network prune`. */
export const run: Run = ({ session, flags }) =>
  pruneWith(
    session,
    flags.bool("force"),
    "WARNING! This will remove all custom networks not used by at least one container.",
    () => pruneNetworks(session, flags.filters()),
    () => "",
  );

/** Removes networks that no container uses. */
export async function pruneNetworks(session: Session, filters: Filters): Promise<Pruned> {
  const client = await session.client();
  const { NetworksDeleted } = await client.network.prune(filters);
  return { text: deletedList("Networks", NetworksDeleted), reclaimed: undefined };
}
