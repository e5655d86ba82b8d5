import type { Filters } from "#api";
import { type Pruned, pruneWith } from "../confirm.ts";
import { deletedList, totalReclaimed } from "../reclaimed.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker container prune`. */
export const run: Run = ({ session, flags }) =>
  pruneWith(
    session,
    flags.bool("force"),
    "WARNING! This will remove all stopped containers.",
    () => pruneContainers(session, flags.filters()),
    totalReclaimed,
  );

/** Removes stopped containers. */
export async function pruneContainers(session: Session, filters: Filters): Promise<Pruned> {
  const client = await session.client();
  const { ContainersDeleted, SpaceReclaimed } = await client.container.prune(filters);
  const text = deletedList("Containers", ContainersDeleted);
  return { text, reclaimed: text === "" ? 0 : SpaceReclaimed };
}
