import type { Filters } from "#api";
import { StatusError } from "../command/errors.ts";
import { type Pruned, pruneWith } from "../confirm.ts";
import { deletedList, totalReclaimed } from "../reclaimed.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker volume prune`: later releases leave volumes with a name alone unless told otherwise. */
export const run: Run = ({ session, flags }) => {
  const all = flags.bool("all");
  const filters = flags.filters();
  if (all && filters.has("all")) throw new StatusError("conflicting options: cannot specify both --all and --filter all=1");
  const anonymous = session.release.behaviour.anonymousVolumePrune && !all;
  const warning = `WARNING! This will remove ${anonymous ? "anonymous" : "all"} local volumes not used by at least one container.`;
  return pruneWith(
    session,
    flags.bool("force"),
    warning,
    () => pruneVolumes(session, all ? filters.set("all", ["true"]) : filters),
    totalReclaimed,
  );
};

/** Removes volumes that no container uses. */
export async function pruneVolumes(session: Session, filters: Filters): Promise<Pruned> {
  const client = await session.client();
  const { VolumesDeleted, SpaceReclaimed } = await client.volume.prune(filters);
  const text = deletedList("Volumes", VolumesDeleted);
  return { text, reclaimed: text === "" ? 0 : SpaceReclaimed };
}
