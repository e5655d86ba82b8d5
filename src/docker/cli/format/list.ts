import type { CliRelease } from "#releases";
import { StatusError } from "../command/errors.ts";
import { TemplateError } from "../template/error.ts";
import { execTemplate } from "../template/exec.ts";
import { HEADER_FUNCTIONS } from "../template/functions.ts";
import type { Template } from "../template/nodes.ts";
import { execute, parse } from "../template/template.ts";
import { GoMap, GoObject } from "../template/values.ts";
import { alignTable } from "./tabwriter.ts";

/** A thing that can be listed: its columns are read by tables, by --format and by JSON alike. */
export interface Listing<T> {
  /** Go's name of the formatter's context, for messages: `*formatter.containerContext`. */
  readonly type: string;
  /** Heading and value of each field. A field without a heading has none in tables. */
  readonly columns: Readonly<Record<string, readonly [heading: string | undefined, value: (row: T) => unknown]>>;
  readonly methods?: Readonly<Record<string, (row: T, argument: string) => unknown>>;
}

/** Whether a format asks for a table. */
export function isTable(format: string): boolean {
  return format.startsWith("table");
}

/**
 * Renders rows by a format: `table`, `table TEMPLATE`, a template, or `json` where the release knows it.
 * Throws a StatusError with the release's wording for templates that fail.
 */
export function renderList<T>(release: CliRelease, listing: Listing<T>, format: string, rows: readonly T[]): string {
  const table = isTable(format);
  let source = table ? format.slice("table".length) : format;
  if (!table && format === "json" && release.behaviour.jsonFormat) source = "{{json .}}";
  const template = guarded(release, () =>
    parse(
      source
        .replace(/^ +| +$/g, "")
        .replaceAll("\\t", "\t")
        .replaceAll("\\n", "\n"),
    ),
  );
  const body = guarded(release, () => texts(template, listing, rows));
  if (!table) return body;
  const text = `${headings(listing, template)}\n${body}`;
  return alignTable(text, release.table.minWidth, release.table.padding);
}

/** A line for each row. Nothing keeps a row's context, so that all share one: there may be thousands. */
function texts<T>(template: Template, listing: Listing<T>, rows: readonly T[]): string {
  let row: T;
  const fields = new Map(Object.entries(listing.columns).map(([name, [, value]]) => [name, () => value(row)] as const));
  const methods = new Map(
    Object.entries(listing.methods ?? {}).map(([name, call]) => [name, (argument: string) => call(row, argument)] as const),
  );
  const context = new GoObject(listing.type, fields, methods);
  let text = "";
  for (row of rows) text += `${execute(template, context)}\n`;
  return text;
}

function headings<T>(listing: Listing<T>, template: Template): string {
  const entries = Object.entries(listing.columns).flatMap(([name, [heading]]) => (heading === undefined ? [] : [[name, heading] as const]));
  try {
    return execTemplate(template, new GoMap(new Map(entries), new Map([["Label", labelHeading]])), { functions: HEADER_FUNCTIONS });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return "";
  }
}

/** `{{.Label "com.example.my-name"}}` is headed `my name`. */
function labelHeading(name: string): string {
  return (name.split(".").at(-1) ?? "").replaceAll(/[-_]/g, " ");
}

/** Runs a step of formatting; a failing template becomes the release's message. */
export function guarded<T>(release: CliRelease, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new StatusError(release.texts.templateError.replace("{}", error.message));
  }
}
