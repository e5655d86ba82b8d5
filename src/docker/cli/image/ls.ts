import { StatusError } from "../command/errors.ts";
import { isTable, renderList } from "../format/list.ts";
import { quote } from "../go/quote.ts";
import type { Run } from "../run.ts";
import { imageListing, imageRows } from "./listing.ts";

const TABLE = "table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}";
const VERBS = ["build", "history", "import", "inspect", "list", "load", "ls", "prune", "pull", "push", "rm", "save", "tag"];

/** `docker images`. */
export const run: Run = async ({ session, flags, args, command }) => {
  const { release, config } = session;
  const [name] = args;
  const quiet = flags.bool("quiet");
  const digests = flags.bool("digests");
  if (flags.bool("tree")) throw new StatusError("docker images --tree is not simulated here; nearest: docker images");
  const filters = flags.filters();
  if (name !== undefined) filters.set("reference", [...(filters.get("reference") ?? []), name]);
  const client = await session.client();
  const images = await client.image.list({ all: flags.bool("all"), filters });
  const given = flags.text("format");
  const format = formatOf(given !== "" ? given : !quiet && config.imagesFormat ? config.imagesFormat : "table", quiet, digests);
  const withDigests = digests || format.includes("{{.Digest}}");
  const rows = images.flatMap((image) => imageRows(image, !flags.bool("no-trunc"), withDigests, digests));
  await session.out(renderList(release, imageListing(session), format, rows));
  const mistaken =
    name !== undefined &&
    images.length === 0 &&
    release.behaviour.hintsImageVerbs &&
    command.path === "docker images" &&
    VERBS.includes(name);
  if (mistaken) await session.err(`\nNo images found matching ${quote(name)}: did you mean "docker image ${name}"?\n`);
};

function formatOf(format: string, quiet: boolean, digests: boolean): string {
  if (format === "table") return quiet ? "{{.ID}}" : digests ? TABLE.replace("{{.ID}}", "{{.Digest}}\\t{{.ID}}") : TABLE;
  if (format === "raw") {
    if (quiet) return "image_id: {{.ID}}";
    return `repository: {{ .Repository }}\ntag: {{.Tag}}\n${digests ? "digest: {{.Digest}}\n" : ""}image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n`;
  }
  return isTable(format) && digests && !format.includes("{{.Digest}}") ? `${format}\\t{{.Digest}}` : format;
}
