import { StatusError } from "../command/errors.ts";
import { confirm } from "../confirm.ts";
import { pruneContainers } from "../container/prune.ts";
import { pruneBuildCache } from "../image/builder-prune.ts";
import { pruneImages } from "../image/prune.ts";
import { pruneNetworks } from "../network/prune.ts";
import { totalReclaimed } from "../reclaimed.ts";
import type { Call, Run } from "../run.ts";
import { pruneVolumes } from "../volume/prune.ts";

/** `docker system prune`: containers, networks, volumes if asked, images and the build cache. */
export const run: Run = async (call) => {
  const { session, flags } = call;
  const filters = flags.filters();
  const all = flags.bool("all");
  if (flags.bool("volumes") && filters.has("until")) throw new StatusError('ERROR: The "until" filter is not supported with "--volumes"');
  if (!flags.bool("force") && !(await confirm(session, question(call)))) return;
  const steps = [
    () => pruneContainers(session, filters),
    () => pruneNetworks(session, filters),
    ...(flags.bool("volumes") ? [() => pruneVolumes(session, filters)] : []),
    () => pruneImages(session, all, filters),
    () => pruneBuildCache(session, all, filters),
  ];
  let total = 0;
  for (const step of steps) {
    const { text, reclaimed } = await step();
    total += reclaimed ?? 0;
    if (text !== "") await session.out(`${text}\n`);
  }
  await session.out(totalReclaimed(total));
};

function question({ session, flags }: Call): string {
  const { texts } = session.release;
  const all = flags.bool("all");
  const items = [
    "all stopped containers",
    "all networks not used by at least one container",
    ...(flags.bool("volumes") ? [texts.pruneVolumes] : []),
    all ? "all images without at least one container associated to them" : "all dangling images",
    all ? "all build cache" : texts.pruneBuildCache,
  ];
  const filters = flags.filters();
  const shown = ["label", "label!", "until"].flatMap((name) => (filters.get(name) ?? []).map((value) => `${name}=${value}`)).sort();
  const filterText =
    shown.length > 0 ? `\n  Items to be pruned will be filtered with:${shown.map((filter) => `\n  - ${filter}`).join("")}\n` : "";
  return `WARNING! This will remove:${items.map((item) => `\n  - ${item}`).join("")}\n${filterText}\nAre you sure you want to continue?`;
}
