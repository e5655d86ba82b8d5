import type { Filters } from "#api";
import { type Pruned, pruneWith } from "../confirm.ts";
import { totalReclaimed } from "../reclaimed.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker image prune`. */
export const run: Run = ({ session, flags }) => {
  const all = flags.bool("all");
  const what = all ? "all images without at least one container associated to them" : "all dangling images";
  return pruneWith(
    session,
    flags.bool("force"),
    `WARNING! This will remove ${what}.`,
    () => pruneImages(session, all, flags.filters()),
    totalReclaimed,
  );
};

/** Removes images that no container uses, or only those without a name. */
export async function pruneImages(session: Session, all: boolean, filters: Filters): Promise<Pruned> {
  const client = await session.client();
  const { ImagesDeleted, SpaceReclaimed } = await client.image.prune(new Map([...filters, ["dangling", [String(!all)]]]));
  const lines = (ImagesDeleted ?? []).map((item) => (item.Untagged ? `untagged: ${item.Untagged}\n` : `deleted: ${item.Deleted}\n`));
  return lines.length === 0 ? { text: "", reclaimed: 0 } : { text: `Deleted Images:\n${lines.join("")}`, reclaimed: SpaceReclaimed };
}
