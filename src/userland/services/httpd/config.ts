/** httpd.conf: the core's directives, and what of the usual modules a static site needs. */

import { decode, isErrno, type Sys } from "#abi";
import { KNOWN_DIRECTIVES } from "./directives.data.ts";

export interface HttpdConfig {
  serverRoot: string;
  listen: { host: string; port: number }[];
  documentRoot: string;
  serverName: string | undefined;
  user: string;
  group: string;
  pidFile: string;
  errorLog: string;
  /** Files with their formats (`%h %l …`). */
  customLogs: { path: string; format: string }[];
  directoryIndex: string[];
  /** Directories whose Options have Indexes, or took it away; the longest that contains a file counts. */
  indexes: Map<string, boolean>;
  /** Directories whose `Require all` grants or denies. */
  access: Map<string, boolean>;
  aliases: { url: string; path: string }[];
  redirects: { url: string; to: string; status: number }[];
  errorDocuments: Map<number, string>;
  types: Map<string, string>;
  serverTokens: string;
  signature: boolean;
  startServers: number;
}

/** The configuration is wrong; the message is what httpd prints. */
export class ConfigError extends Error {}

const COMMON = '%h %l %u %t "%r" %>s %b';
const COMBINED = `${COMMON} "%{Referer}i" "%{User-Agent}i"`;

/** Reads a configuration. Throws ConfigError with httpd's words. */
export function readConfig(sys: Sys, file: string, serverRoot: string, extra: readonly string[]): HttpdConfig {
  const config: HttpdConfig = {
    serverRoot,
    listen: [],
    documentRoot: "htdocs",
    serverName: undefined,
    user: "daemon",
    group: "daemon",
    pidFile: "logs/httpd.pid",
    errorLog: "logs/error_log",
    customLogs: [],
    directoryIndex: ["index.html"],
    indexes: new Map(),
    access: new Map(),
    aliases: [],
    redirects: [],
    errorDocuments: new Map(),
    types: new Map(),
    serverTokens: "Full",
    signature: false,
    startServers: 3,
  };
  const formats = new Map([
    ["common", COMMON],
    ["combined", COMBINED],
  ]);
  readFile(sys, config, formats, file, true);
  for (const line of extra) apply(sys, config, formats, words(line), [], "-C/-c directives");
  config.documentRoot = inRoot(config, config.documentRoot);
  config.pidFile = inRoot(config, config.pidFile);
  config.errorLog = inRoot(config, config.errorLog);
  return config;
}

function readFile(sys: Sys, config: HttpdConfig, formats: Map<string, string>, path: string, required: boolean): void {
  let text: string;
  try {
    text = decode(sys.readFile(path));
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (!required) return;
    throw new ConfigError(
      `httpd: Could not open configuration file ${path}: ${error.code === "ENOENT" ? "No such file or directory" : error.message.replace(/^.*: /, "")}`,
    );
  }
  const sections: string[][] = [];
  let number = 0;
  let held = "";
  for (const raw of text.split("\n")) {
    number++;
    const line = held + raw.trim();
    if (line.endsWith("\\")) {
      held = line.slice(0, -1);
      continue;
    }
    held = "";
    if (line === "" || line.startsWith("#")) continue;
    const where = `line ${number} of ${path}`;
    const close = /^<\/(\w+)>$/.exec(line);
    const open = /^<(\w+)\s*(.*?)>$/.exec(line);
    if (close) {
      const section = sections.pop();
      if (section?.[0]?.toLowerCase() !== close[1]?.toLowerCase())
        throw syntaxError(where, `</${close[1]}> without matching <${close[1]}> section`);
    } else if (open) sections.push([open[1] ?? "", ...words(open[2] ?? "")]);
    else if (sections.every(applies)) apply(sys, config, formats, words(line), sections, where);
  }
  const left = sections.at(-1);
  if (left) throw syntaxError(`line ${number} of ${path}`, `<${left[0]}> was not closed.`);
}

/** Modules of which the configuration may think that they are there. */
const MODULES =
  /^(unixd|dir|log_config|mime|alias|headers|setenvif|autoindex|authz_core|authz_host|mpm_event|reqtimeout|filter|env|version|status|cgid|cgi)_module$/;

/** Whether what is in a section counts: conditions are looked at, places are kept. */
function applies([name = "", ...args]: readonly string[]): boolean {
  const [argument = ""] = args;
  const negated = argument.startsWith("!");
  const word = negated ? argument.slice(1) : argument;
  switch (name.toLowerCase()) {
    case "ifmodule":
      return (
        (MODULES.test(word.replace(/^mod_(\w+)\.c$/, "$1_module")) &&
          word !== "cgid_module" &&
          word !== "cgi_module" &&
          word !== "headers_module") !== negated
      );
    case "ifdefine":
      return (word === "FOREGROUND") !== negated;
    case "ifversion":
    case "virtualhost":
    case "directory":
      return true;
    default:
      return false;
  }
}

function apply(
  sys: Sys,
  config: HttpdConfig,
  formats: Map<string, string>,
  line: readonly string[],
  sections: readonly string[][],
  where: string,
): void {
  const [name = "", ...args] = line;
  const [first = "", second = "", third = ""] = args;
  const directory = sections.find(([section]) => section?.toLowerCase() === "directory")?.[1];
  switch (name.toLowerCase()) {
    case "serverroot":
      config.serverRoot = first;
      return;
    case "listen":
      config.listen.push(listenAddress(first, where));
      return;
    case "documentroot":
      config.documentRoot = first;
      if (!isDirectory(sys, inRoot(config, first)))
        throw syntaxError(where, `DocumentRoot '${inRoot(config, first)}' is not a directory, or is not readable`);
      return;
    case "servername":
      config.serverName = first;
      return;
    case "user":
      config.user = first;
      return;
    case "group":
      config.group = first;
      return;
    case "pidfile":
      config.pidFile = first;
      return;
    case "errorlog":
      config.errorLog = first;
      return;
    case "logformat":
      formats.set(second, first);
      return;
    case "customlog":
    case "transferlog":
      config.customLogs.push({ path: inRoot(config, first), format: formats.get(second === "" ? "common" : second) ?? second });
      return;
    case "directoryindex":
      config.directoryIndex = [...args];
      return;
    case "options":
      if (directory !== undefined) options(config, directory, args);
      return;
    case "require":
      if (directory !== undefined && first === "all") config.access.set(directory, second === "granted");
      return;
    case "alias":
      config.aliases.push({ url: first, path: second });
      return;
    case "redirect": {
      const status = { permanent: 301, temp: 302, seeother: 303 }[first] ?? (/^\d+$/.test(first) ? Number(first) : undefined);
      config.redirects.push(status === undefined ? { url: first, to: second, status: 302 } : { url: second, to: third, status });
      return;
    }
    case "errordocument":
      config.errorDocuments.set(Number(first), args.slice(1).join(" "));
      return;
    case "addtype":
      for (const extension of args.slice(1)) config.types.set(extension.replace(/^\./, ""), first);
      return;
    case "servertokens":
      config.serverTokens = first;
      return;
    case "serversignature":
      config.signature = first.toLowerCase() === "on";
      return;
    case "startservers":
      config.startServers = Number(first);
      return;
    case "include":
    case "includeoptional":
      for (const path of expand(sys, inRoot(config, first))) readFile(sys, config, formats, path, name.toLowerCase() === "include");
      return;
    default:
      if (!KNOWN_DIRECTIVES.has(name.toLowerCase()))
        throw syntaxError(
          where,
          `Invalid command '${name}', perhaps misspelled or defined by a module not included in the server configuration`,
        );
  }
}

function syntaxError(where: string, text: string): ConfigError {
  return new ConfigError(`AH00526: Syntax error on ${where}:\n${text}`);
}

function listenAddress(text: string, where: string): { host: string; port: number } {
  const match = /^(?:(.*):)?(\d+)$/.exec(text);
  const port = Number(match?.[2]);
  if (!match || port < 1 || port > 65_535) throw syntaxError(where, "Port must be specified");
  const host = match[1] ?? "0.0.0.0";
  return { host: host === "*" || host.startsWith("[") ? "0.0.0.0" : host, port };
}

function options(config: HttpdConfig, directory: string, words: readonly string[]): void {
  const absolute = words.every((word) => !/^[+-]/.test(word));
  for (const word of words) {
    const [, sign, name] = /^([+-]?)(\w+)$/.exec(word) ?? [];
    if (name?.toLowerCase() === "indexes" || name?.toLowerCase() === "all") config.indexes.set(directory, sign !== "-");
  }
  if (absolute && !words.some((word) => /^(indexes|all)$/i.test(word))) config.indexes.set(directory, false);
}

function inRoot(config: HttpdConfig, path: string): string {
  return path.startsWith("/") ? path : `${config.serverRoot}/${path}`;
}

function isDirectory(sys: Sys, path: string): boolean {
  try {
    return sys.stat(path).type === "directory";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

/** `conf/extra/*.conf`: a star in the last name only. */
function expand(sys: Sys, pattern: string): readonly string[] {
  const slash = pattern.lastIndexOf("/");
  const last = pattern.slice(slash + 1);
  if (!last.includes("*")) return [pattern];
  const matcher = new RegExp(
    `^${last
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
  const directory = pattern.slice(0, slash);
  if (!isDirectory(sys, directory)) return [];
  return sys
    .readdir(directory)
    .map((entry) => entry.name)
    .filter((entry) => matcher.test(entry))
    .sort()
    .map((entry) => `${directory}/${entry}`);
}

/** Words of a line, some in quotes. */
function words(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double?.replace(/\\(.)/g, "$1") ?? single ?? bare ?? "",
  );
}
