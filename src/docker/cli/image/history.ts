import type { HistoryItem } from "#api";
import { type Listing, renderList } from "../format/list.ts";
import { ago, ellipsis, rfc3339, shortId } from "../format/text.ts";
import { humanSize } from "../go/units.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

/** `docker history`: how an image was made, newest step first. */
export const run: Run = async ({ session, flags, args }) => {
  const [name = ""] = args;
  const client = await session.client();
  const items = await client.image.history(name);
  const human = flags.bool("human");
  const given = flags.text("format");
  const table = `table {{.ID}}\\t{{.${human ? "CreatedSince" : "CreatedAt"}}}\\t{{.CreatedBy}}\\t{{.Size}}\\t{{.Comment}}`;
  const format = given !== "" && given !== "table" ? given : flags.bool("quiet") ? "{{.ID}}" : table;
  await session.out(renderList(session.release, historyListing(session, human, !flags.bool("no-trunc")), format, items));
};

function historyListing({ sys, release }: Session, human: boolean, truncate: boolean): Listing<HistoryItem> {
  const since = (item: HistoryItem): string => {
    if (!human) return rfc3339(sys, item.Created * 1000);
    return release.behaviour.hidesOldDates && item.Created <= 946_684_800 ? "N/A" : ago(sys, item.Created * 1000);
  };
  return {
    type: "*image.historyContext",
    columns: {
      Comment: ["COMMENT", (item) => item.Comment],
      CreatedAt: ["CREATED AT", (item) => rfc3339(sys, item.Created * 1000)],
      CreatedBy: [
        "CREATED BY",
        (item) => (truncate ? ellipsis(item.CreatedBy.replaceAll("\t", " "), 45) : item.CreatedBy.replaceAll("\t", " ")),
      ],
      CreatedSince: ["CREATED", since],
      ID: ["IMAGE", (item) => (truncate ? shortId(item.Id) : item.Id)],
      Size: ["SIZE", (item) => (human ? humanSize(item.Size, 3) : String(item.Size))],
    },
  };
}
