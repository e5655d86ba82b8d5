import { execTemplate } from "./exec.ts";
import { FUNCTION_NAMES, FUNCTIONS } from "./functions.ts";
import type { Template } from "./nodes.ts";
import { parseTemplate } from "./parse.ts";

/** Parses with Go's functions and docker's. Throws a TemplateError. */
export function parse(source: string, name: string = ""): Template {
  return parseTemplate(source, name, FUNCTION_NAMES);
}

/** Executes a parsed template. Throws a TemplateError. */
export function execute(template: Template, data: unknown): string {
  return execTemplate(template, data, { functions: FUNCTIONS });
}

/** Executes on untyped JSON: a missing key is an error. */
export function executeRaw(template: Template, data: unknown): string {
  return execTemplate(template, data, { functions: FUNCTIONS, raw: true });
}
