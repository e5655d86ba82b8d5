import type { CliRelease } from "#releases";
import { StatusError } from "./command/errors.ts";
import { messageOf } from "./known.ts";
import type { Session } from "./session.ts";
import { TemplateError } from "./template/error.ts";
import type { Template } from "./template/nodes.ts";
import { execute, executeRaw, parse } from "./template/template.ts";
import { toJson } from "./template/values.ts";

/** Shows objects in full: as JSON, or by a template that is tried on Go's types first and on plain JSON then. */
export async function inspectObjects(
  session: Session,
  names: readonly string[],
  format: string,
  find: (name: string) => Promise<unknown>,
): Promise<void> {
  const { release } = session;
  const json = format === "" || (format === "json" && release.behaviour.jsonFormat);
  const template = json ? undefined : parseOrRefuse(release, format);
  const errors: string[] = [];
  const found: unknown[] = [];
  let text = "";
  for (const name of names) {
    try {
      const object = await find(name);
      if (template) text += `${render(template, object)}\n`;
      else found.push(object);
    } catch (error) {
      errors.push(
        error instanceof TemplateError ? release.texts.inspectTemplateError.replace("{}", () => error.message) : messageOf(error),
      );
    }
  }
  if (template) await session.out(text === "" ? "\n" : text);
  else if (found.length === 0) await session.out("[]\n");
  else await session.out(`${format === "json" ? toJson(found) : indent(found)}\n`);
  if (errors.length > 0) throw new StatusError(errors.join("\n"));
}

function parseOrRefuse(release: CliRelease, format: string): Template {
  try {
    return parse(format);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new StatusError(
      release.texts.inspectTemplateError.replace("{}", () => error.message),
      64,
    );
  }
}

function render(template: Template, object: unknown): string {
  try {
    return execute(template, object);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return executeRaw(template, object);
  }
}

/** json.Indent: empty objects and lists stay on their line. */
function indent(value: unknown): string {
  return JSON.stringify(value, undefined, 4);
}
