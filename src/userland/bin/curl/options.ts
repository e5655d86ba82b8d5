/** The command line of curl(1). */

export interface CurlOptions {
  urls: string[];
  /** -o and -O, in order, one for each URL. */
  outputs: (string | { readonly remoteName: true })[];
  silent: boolean;
  showError: boolean;
  fail: boolean;
  include: boolean;
  head: boolean;
  verbose: boolean;
  location: boolean;
  get: boolean;
  remoteNameAll: boolean;
  noBuffer: boolean;
  progressBar: boolean;
  method: string | undefined;
  headers: string[];
  data: { readonly kind: "ascii" | "raw" | "binary" | "urlencode"; readonly value: string }[];
  upload: string | undefined;
  user: string | undefined;
  userAgent: string | undefined;
  referer: string | undefined;
  writeOut: string | undefined;
  unixSocket: string | undefined;
  dumpHeader: string | undefined;
  /** Seconds. */
  maxTime: number | undefined;
  connectTimeout: number | undefined;
  maxRedirects: number;
  retry: number;
  resolve: string[];
  special: "help" | "version" | undefined;
}

/** The command line is wrong; the message is curl's, without the program's name. */
export class CurlUsage extends Error {}

type Apply = (options: CurlOptions, value: string) => void;
interface Option {
  readonly short?: string;
  readonly value?: true;
  readonly apply: Apply;
}

const flag = (name: keyof CurlOptions, short?: string): Option => ({
  ...(short === undefined ? {} : { short }),
  apply: (options) => void Object.assign(options, { [name]: true }),
});
const value = (name: keyof CurlOptions, short?: string): Option => ({
  ...(short === undefined ? {} : { short }),
  value: true,
  apply: (options, text) => void Object.assign(options, { [name]: text }),
});
const ignored = (short?: string): Option => ({ ...(short === undefined ? {} : { short }), apply: () => undefined });
const ignoredValue = (short?: string): Option => ({ ...(short === undefined ? {} : { short }), value: true, apply: () => undefined });
const data = (kind: CurlOptions["data"][number]["kind"], short?: string): Option => ({
  ...(short === undefined ? {} : { short }),
  value: true,
  apply: (options, text) => void options.data.push({ kind, value: text }),
});
const seconds = (name: "maxTime" | "connectTimeout", short?: string): Option => ({
  ...(short === undefined ? {} : { short }),
  value: true,
  apply(options, text) {
    if (!/^\d+(\.\d+)?$/.test(text))
      throw new CurlUsage(`option ${short === undefined ? "--connect-timeout" : `-${short}`}: expected a proper numerical parameter`);
    options[name] = Number(text);
  },
});

const OPTIONS: Readonly<Record<string, Option>> = {
  silent: flag("silent", "s"),
  "show-error": flag("showError", "S"),
  fail: flag("fail", "f"),
  include: flag("include", "i"),
  head: flag("head", "I"),
  verbose: flag("verbose", "v"),
  location: flag("location", "L"),
  get: flag("get", "G"),
  "no-buffer": flag("noBuffer", "N"),
  "progress-bar": flag("progressBar", "#"),
  "remote-name-all": flag("remoteNameAll"),
  "remote-name": { short: "O", apply: (options) => void options.outputs.push({ remoteName: true }) },
  output: { short: "o", value: true, apply: (options, text) => void options.outputs.push(text) },
  url: { value: true, apply: (options, text) => void options.urls.push(text) },
  request: value("method", "X"),
  header: { short: "H", value: true, apply: (options, text) => void options.headers.push(text) },
  data: data("ascii", "d"),
  "data-ascii": data("ascii"),
  "data-raw": data("raw"),
  "data-binary": data("binary"),
  "data-urlencode": data("urlencode"),
  "upload-file": value("upload", "T"),
  user: value("user", "u"),
  "user-agent": value("userAgent", "A"),
  referer: value("referer", "e"),
  "write-out": value("writeOut", "w"),
  "unix-socket": value("unixSocket"),
  "dump-header": value("dumpHeader", "D"),
  "max-time": seconds("maxTime", "m"),
  "connect-timeout": seconds("connectTimeout"),
  "max-redirs": { value: true, apply: (options, text) => void (options.maxRedirects = Number(text)) },
  retry: { value: true, apply: (options, text) => void (options.retry = Number(text)) },
  resolve: { value: true, apply: (options, text) => void options.resolve.push(text) },
  help: { short: "h", apply: (options) => void (options.special = "help") },
  version: { short: "V", apply: (options) => void (options.special = "version") },
  insecure: ignored("k"),
  compressed: ignored(),
  globoff: ignored("g"),
  ipv4: ignored("4"),
  ipv6: ignored("6"),
  "http1.0": ignored("0"),
  "http1.1": ignored(),
  "junk-session-cookies": ignored("j"),
  "create-dirs": ignored(),
  "location-trusted": flag("location"),
  "no-keepalive": ignored(),
  "tcp-nodelay": ignored(),
  cacert: ignoredValue(),
  cert: ignoredValue("E"),
  key: ignoredValue(),
  cookie: { short: "b", value: true, apply: (options, text) => void (text.includes("=") && options.headers.push(`Cookie: ${text}`)) },
  "cookie-jar": ignoredValue("c"),
  "retry-delay": ignoredValue(),
  "retry-max-time": ignoredValue(),
  "limit-rate": ignoredValue(),
  noproxy: ignoredValue(),
};
const SHORT = new Map(Object.entries(OPTIONS).flatMap(([name, { short }]) => (short === undefined ? [] : [[short, name] as const])));

export function parseCurl(args: readonly string[]): CurlOptions {
  const options: CurlOptions = {
    urls: [],
    outputs: [],
    silent: false,
    showError: false,
    fail: false,
    include: false,
    head: false,
    verbose: false,
    location: false,
    get: false,
    remoteNameAll: false,
    noBuffer: false,
    progressBar: false,
    method: undefined,
    headers: [],
    data: [],
    upload: undefined,
    user: undefined,
    userAgent: undefined,
    referer: undefined,
    writeOut: undefined,
    unixSocket: undefined,
    dumpHeader: undefined,
    maxTime: undefined,
    connectTimeout: undefined,
    maxRedirects: 50,
    retry: 0,
    resolve: [],
    special: undefined,
  };
  const rest = [...args];
  let onlyUrls = false;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (onlyUrls || word === "-" || !word.startsWith("-")) options.urls.push(word);
    else if (word === "--") onlyUrls = true;
    else if (word.startsWith("--")) long(options, word, rest);
    else letters(options, word, rest);
  }
  return options;
}

/** `--name`, unique beginnings of it, `--no-name`; the value is the next word. */
function long(options: CurlOptions, word: string, rest: string[]): void {
  const name = word.slice(2);
  const fitting = Object.keys(OPTIONS).filter((one) => one.startsWith(name));
  const exact = OPTIONS[name] ?? (fitting.length === 1 ? OPTIONS[fitting[0] ?? ""] : undefined);
  if (exact === undefined) {
    if (name.startsWith("no-")) return;
    throw new CurlUsage(fitting.length > 1 ? `option ${word}: is ambiguous` : `option ${word}: is unknown`);
  }
  exact.apply(options, exact.value ? needed(rest, word) : "");
}

function letters(options: CurlOptions, word: string, rest: string[]): void {
  for (let at = 1; at < word.length; at++) {
    const option = OPTIONS[SHORT.get(word.charAt(at)) ?? ""];
    if (option === undefined) throw new CurlUsage(`option ${word}: is unknown`);
    if (!option.value) {
      option.apply(options, "");
      continue;
    }
    option.apply(options, at + 1 < word.length ? word.slice(at + 1) : needed(rest, word));
    return;
  }
}

function needed(rest: string[], word: string): string {
  const text = rest.shift();
  if (text === undefined) throw new CurlUsage(`option ${word}: requires parameter`);
  return text;
}
