import { guarded, isTable, renderList } from "../format/list.ts";
import type { Run } from "../run.ts";
import { parse } from "../template/template.ts";
import { type ContainerRow, containerListing, defaultFormat } from "./listing.ts";

/** `docker ps`. */
export const run: Run = async ({ session, flags }) => {
  const { release, config } = session;
  const quiet = flags.bool("quiet");
  const given = flags.text("format");
  if (given !== "" && quiet && release.behaviour.warnsQuietFormat)
    await session.err("WARNING: Ignoring custom format, because both --format and --quiet are set.\n");
  const format = given !== "" ? given : !quiet && config.psFormat ? config.psFormat : "table";
  if (given !== "" && release.behaviour.warnsQuietFormat)
    guarded({ ...release, texts: { ...release.texts, templateError: "failed to parse template: {}" } }, () => parse(given));
  const size = flags.bool("size") || (!quiet && !flags.changed("size") && /\.Size\b/.test(given));
  const last = flags.number("last");
  const limit = flags.bool("latest") && last === -1 ? 1 : last;
  const client = await session.client();
  const containers = await client.container.list({ all: flags.bool("all"), limit, size, filters: flags.filters() });
  const truncate = !flags.bool("no-trunc");
  const rows: ContainerRow[] = containers.map((container) => ({ container, truncate }));
  const source =
    quiet && (isTable(format) || format === "raw" || release.behaviour.warnsQuietFormat)
      ? format === "raw"
        ? "container_id: {{.ID}}"
        : "{{.ID}}"
      : format;
  await session.out(renderList(release, containerListing(session), defaultFormat(source, size), rows));
};
