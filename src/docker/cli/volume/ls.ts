import type { Volume } from "#api";
import { labelText } from "../container/listing.ts";
import { type Listing, renderList } from "../format/list.ts";
import { naturalOrder } from "../go/natural-order.ts";
import { humanSize } from "../go/units.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker volume ls`. */
export const run: Run = async ({ session, flags }) => {
  const client = await session.client();
  const { Volumes } = await client.volume.list(flags.filters());
  const volumes = [...(Volumes ?? [])].sort((a, b) => naturalOrder(a.Name, b.Name));
  const quiet = flags.bool("quiet");
  const format = flags.text("format") || (!quiet && session.config.volumesFormat) || "table";
  await session.out(renderList(session.release, volumeListing(session), formatOf(format, quiet), volumes));
};

function formatOf(format: string, quiet: boolean): string {
  if (format === "table") return quiet ? "{{.Name}}" : "table {{.Driver}}\\t{{.Name}}";
  if (format === "raw") return quiet ? "name: {{.Name}}" : "name: {{.Name}}\\ndriver: {{.Driver}}\\n";
  return format;
}

/** The columns of `docker volume ls`. */
export function volumeListing({ release }: Session): Listing<Volume> {
  const cluster = release.behaviour.clusterVolumes
    ? {
        Availability: ["AVAILABILITY", () => "N/A"] as const,
        Group: ["GROUP", () => "N/A"] as const,
        Status: ["STATUS", () => "N/A"] as const,
      }
    : {};
  return {
    type: "*formatter.volumeContext",
    columns: {
      ...cluster,
      Driver: ["DRIVER", (volume) => volume.Driver],
      Labels: ["LABELS", (volume) => labelText(volume.Labels)],
      Links: ["LINKS", (volume) => (volume.UsageData ? String(volume.UsageData.RefCount) : "N/A")],
      Mountpoint: ["MOUNTPOINT", (volume) => volume.Mountpoint],
      Name: ["VOLUME NAME", (volume) => volume.Name],
      Scope: ["SCOPE", (volume) => volume.Scope],
      Size: ["SIZE", (volume) => (volume.UsageData ? humanSize(volume.UsageData.Size) : "N/A")],
    },
    methods: { Label: (volume, name) => volume.Labels?.[name] ?? "" },
  };
}
