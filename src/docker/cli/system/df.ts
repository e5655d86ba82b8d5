import type { BuildCacheRecord, ContainerSummary, DiskUsage, ImageSummary, Volume } from "#api";
import { type ContainerRow, containerListing } from "../container/listing.ts";
import { type Listing, renderList } from "../format/list.ts";
import { ago, shortId } from "../format/text.ts";
import { humanSize } from "../go/units.ts";
import { imageListing, imageRows } from "../image/listing.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";
import { volumeListing } from "../volume/ls.ts";

/** `docker system df`. */
export const run: Run = async ({ session, flags }) => {
  const client = await session.client();
  const usage = await client.system.df();
  const verbose = flags.bool("verbose");
  const format = flags.text("format") || "table";
  if (verbose && format === "table") return session.out(verboseText(session, usage));
  const table = "table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}";
  const raw = "type: {{.Type}}\ntotal: {{.TotalCount}}\nactive: {{.Active}}\nsize: {{.Size}}\nreclaimable: {{.Reclaimable}}\n";
  const source = format === "table" ? table : format === "raw" ? raw : format;
  await session.out(renderList(session.release, SUMMARY, source, summarise(usage)));
};

interface SummaryRow {
  readonly type: string;
  readonly total: number;
  readonly active: number;
  readonly size: number;
  readonly reclaimable: number;
  /** Tells how much of the whole that is. */
  readonly share: boolean;
}

const SUMMARY: Listing<SummaryRow> = {
  type: "*formatter.diskUsageImagesContext",
  columns: {
    Active: ["ACTIVE", ({ active }) => String(active)],
    Reclaimable: [
      "RECLAIMABLE",
      ({ reclaimable, size, share }) => humanSize(reclaimable) + (share && size > 0 ? ` (${Math.trunc((reclaimable * 100) / size)}%)` : ""),
    ],
    Size: ["SIZE", ({ size }) => humanSize(size)],
    TotalCount: ["TOTAL", ({ total }) => String(total)],
    Type: ["TYPE", ({ type }) => type],
  },
};

function sum<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((total, item) => total + size(item), 0);
}

function summarise({ LayersSize, Images, Containers, Volumes, BuildCache }: DiskUsage): SummaryRow[] {
  const images = Images ?? [];
  const containers = Containers ?? [];
  const volumes = (Volumes ?? []).map((volume) => volume.UsageData ?? { RefCount: 0, Size: 0 });
  const caches = BuildCache ?? [];
  const running = (one: ContainerSummary): boolean => ["running", "paused", "restarting"].includes(one.State);
  const used = sum(
    images.filter((image) => image.Containers !== 0),
    (image) => (image.SharedSize === -1 ? 0 : (image.VirtualSize ?? image.Size) - image.SharedSize),
  );
  const known = volumes.filter((volume) => volume.Size !== -1);
  const cacheSize = builderSize(caches);
  return [
    {
      type: "Images",
      total: images.length,
      active: images.filter((image) => image.Containers > 0).length,
      size: LayersSize,
      reclaimable: LayersSize - used,
      share: true,
    },
    {
      type: "Containers",
      total: containers.length,
      active: containers.filter(running).length,
      size: sum(containers, (one) => one.SizeRw ?? 0),
      reclaimable: sum(
        containers.filter((one) => !running(one)),
        (one) => one.SizeRw ?? 0,
      ),
      share: true,
    },
    {
      type: "Local Volumes",
      total: volumes.length,
      active: volumes.filter((one) => one.RefCount > 0).length,
      size: sum(known, (one) => one.Size),
      reclaimable: sum(
        known.filter((one) => one.RefCount === 0),
        (one) => one.Size,
      ),
      share: true,
    },
    {
      type: "Build Cache",
      total: caches.length,
      active: caches.filter((one) => one.InUse).length,
      size: cacheSize,
      reclaimable:
        cacheSize -
        sum(
          caches.filter((one) => one.InUse && !one.Shared),
          (one) => one.Size,
        ),
      share: false,
    },
  ];
}

function builderSize(caches: readonly BuildCacheRecord[]): number {
  return sum(
    caches.filter((one) => !one.Shared),
    (one) => one.Size,
  );
}

function verboseText(session: Session, { Images, Containers, Volumes, BuildCache }: DiskUsage): string {
  const { release } = session;
  const imageSize = release.behaviour.verboseImageSize;
  const firstName = (image: ImageSummary): ReturnType<typeof imageRows> =>
    imageRows({ ...image, RepoDigests: [] }, true, false, false).slice(0, 1);
  const containers = (Containers ?? []).map((container): ContainerRow => ({ container: { ...container, SizeRootFs: 0 }, truncate: true }));
  const volumes: readonly Volume[] = Volumes ?? [];
  const caches = BuildCache ?? [];
  return [
    "Images space usage:\n\n",
    renderList(
      release,
      imageListing(session),
      `table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t{{.CreatedSince}}\\t{{.${imageSize}}}\\t{{.SharedSize}}\\t{{.UniqueSize}}\\t{{.Containers}}`,
      (Images ?? []).flatMap(firstName),
    ),
    "\nContainers space usage:\n\n",
    renderList(
      release,
      containerListing(session),
      "table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.LocalVolumes}}\\t{{.Size}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Names}}",
      containers,
    ),
    "\nLocal Volumes space usage:\n\n",
    renderList(release, volumeListing(session), "table {{.Name}}\\t{{.Links}}\\t{{.Size}}", volumes),
    `\nBuild cache usage: ${humanSize(builderSize(caches))}\n\n`,
    renderList(
      release,
      cacheListing(session),
      "table {{.ID}}\\t{{.CacheType}}\\t{{.Size}}\\t{{.CreatedSince}}\\t{{.LastUsedSince}}\\t{{.UsageCount}}\\t{{.Shared}}",
      caches,
    ),
  ].join("");
}

function cacheListing({ sys }: Session): Listing<BuildCacheRecord> {
  return {
    type: "*formatter.buildCacheContext",
    columns: {
      CacheType: ["CACHE TYPE", (one) => one.Type],
      CreatedSince: ["CREATED", (one) => ago(sys, Date.parse(one.CreatedAt))],
      ID: ["CACHE ID", (one) => shortId(one.ID) + (one.InUse ? "*" : "")],
      InUse: ["IN USE", (one) => String(one.InUse)],
      LastUsedSince: ["LAST USED", (one) => (one.LastUsedAt === null ? "" : ago(sys, Date.parse(one.LastUsedAt)))],
      Shared: ["SHARED", (one) => String(one.Shared)],
      Size: ["SIZE", (one) => humanSize(one.Size, 3)],
      UsageCount: ["USAGE", (one) => String(one.UsageCount)],
    },
  };
}
