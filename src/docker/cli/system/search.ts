import type { ImageSearchItem } from "#api";
import { type Listing, renderList } from "../format/list.ts";
import { ellipsis } from "../format/text.ts";
import { base64 } from "../registry-auth.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker search`: repositories of the Hub, most stars first. */
export const run: Run = async ({ session, flags, args }) => {
  const [term = ""] = args;
  const { behaviour } = session.release;
  const limit = flags.number("limit");
  const client = await session.client();
  const found = await client.image.search(term, { ...(limit !== 0 && { limit }), filters: flags.filters(), auth: base64("{}") });
  const stars = flags.number("stars");
  const wanted = found.filter((item) => (!flags.bool("automated") || item.is_automated) && item.star_count >= stars);
  const rows = behaviour.sortsSearch ? [...wanted].sort((a, b) => b.star_count - a.star_count) : wanted;
  const given = flags.text("format");
  const columns = ["Name", "Description", "StarCount", "IsOfficial", ...(behaviour.searchAutomated ? ["IsAutomated"] : [])];
  const format = given === "" || given === "table" ? `table ${columns.map((name) => `{{.${name}}}`).join("\\t")}` : given;
  await session.out(renderList(session.release, listing(session, !flags.bool("no-trunc"), /json/.test(given)), format, rows));
};

function listing({ release }: Session, truncate: boolean, json: boolean): Listing<ImageSearchItem> {
  const yes = (value: boolean): string => (json ? String(value) : value ? "[OK]" : "");
  const description = (text: string): string => text.replaceAll(/[\n\r]/g, " ");
  return {
    type: "*registry.searchContext",
    columns: {
      Description: ["DESCRIPTION", (item) => (truncate ? ellipsis(description(item.description), 45) : description(item.description))],
      ...(release.behaviour.searchAutomated
        ? { IsAutomated: ["AUTOMATED", (item: ImageSearchItem) => yes(item.is_automated)] as const }
        : {}),
      IsOfficial: ["OFFICIAL", (item) => yes(item.is_official)],
      Name: ["NAME", (item) => item.name],
      StarCount: ["STARS", (item) => String(item.star_count)],
    },
  };
}
