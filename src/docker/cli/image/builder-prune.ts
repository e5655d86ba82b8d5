import type { Filters } from "#api";
import type { Flags } from "../command/flags.ts";
import { type Pruned, pruneWith } from "../confirm.ts";
import { ramInBytes } from "../go/units.ts";
import { totalReclaimed } from "../reclaimed.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker builder prune`. */
export const run: Run = ({ session, flags }) => {
  const all = flags.bool("all");
  const what = all ? "all build cache" : "all dangling build cache";
  return pruneWith(
    session,
    flags.bool("force"),
    `WARNING! This will remove ${what}.`,
    () => pruneBuildCache(session, all, keepFilters(flags)),
    totalReclaimed,
  );
};

function keepFilters(flags: Flags): Filters {
  const keep = flags.text("keep-storage");
  return keep === "" || keep === "0" ? flags.filters() : flags.filters().set("keep-storage", [String(ramInBytes(keep, false))]);
}

/** Removes what builds have cached. */
export async function pruneBuildCache(session: Session, all: boolean, filters: Filters): Promise<Pruned> {
  const client = await session.client();
  const { CachesDeleted, SpaceReclaimed } = await client.image.pruneBuildCache({ all, filters });
  const deleted = CachesDeleted ?? [];
  return deleted.length === 0
    ? { text: "", reclaimed: 0 }
    : { text: `Deleted build cache objects:\n${deleted.map((id) => `${id}\n`).join("")}`, reclaimed: SpaceReclaimed };
}
