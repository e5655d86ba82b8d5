import { isErrno, type Program, print, STDIN, STDOUT, type Sys } from "#abi";
import { chunks } from "../tool/files.ts";
import { complain, errorText } from "../tool/messages.ts";
import { OptionError, parseOptions } from "../tool/options.ts";
import { stdout } from "../tool/output.ts";
import { Pager, type Source } from "./pager.ts";

const OPTIONS = {
  numbers: ["-N, --LINE-NUMBERS", ""],
  chop: ["-S, --chop-long-lines", ""],
  raw: ["-R, --RAW-CONTROL-CHARS", ""],
  rawAll: ["-r, --raw-control-chars", ""],
  quitIfOne: ["-F, --quit-if-one-screen", ""],
  noInit: ["-X, --no-init", ""],
  ignoreCase: ["-i, --ignore-case", ""],
  ignoreAll: ["-I, --IGNORE-CASE", ""],
  quitAtEnd: ["-e, --quit-at-eof", ""],
  quitAtFirstEnd: ["-E, --QUIT-AT-EOF", ""],
  quiet: ["-q, --quiet", ""],
  silent: ["-Q, --QUIET", ""],
  squeeze: ["-s, --squeeze-blank-lines", ""],
  long: ["-m, --long-prompt", ""],
  longer: ["-M, --LONG-PROMPT", ""],
  force: ["-f, --force", ""],
  quitOnInterrupt: ["-K, --quit-on-intr", ""],
  pattern: ["-p, --pattern=PATTERN", ""],
  clear: ["-c, --clear-screen", ""],
  noTilde: ["-~, --tilde", ""],
  version: ["-V, --version", ""],
  noHighlight: ["-G, --HILITE-SEARCH", ""],
  tabs: ["-x, --tabs=N", ""],
  window: ["-z, --window=N", ""],
} as const;

/** less: page through text. Models less 458 with its common keys: less(1). */
export const less: Program = async (sys) => {
  const start: string[] = [];
  const args = sys.argv.slice(1).filter((arg) => {
    if (/^\+./.test(arg)) start.push(arg.slice(1));
    return !/^\+./.test(arg);
  });
  try {
    const fromEnvironment = (sys.env.get("LESS") ?? "")
      .split(/\s+/)
      .filter((one) => one !== "")
      .map((one) => (one.startsWith("-") ? one : `-${one}`));
    const { options, operands } = parseOptions(OPTIONS, [...fromEnvironment, ...args]);
    if (options.version) return print(sys, "less 458 (POSIX regular expressions)\nCopyright (C) 1984-2012 Mark Nudelman\n").then(() => 0);
    const { sources, status } = await openAll(sys, operands);
    if (sources.length === 0) return status;
    if (!sys.isatty(STDOUT)) return copyAll(sys, sources, status);
    const pager = new Pager(
      sys,
      sources,
      {
        numbers: options.numbers,
        chop: options.chop,
        raw: options.raw || options.rawAll,
        ignoreCase: options.ignoreCase || options.ignoreAll,
      },
      { quitIfOne: options.quitIfOne, noInit: options.noInit, quitAtEnd: options.quitAtEnd || options.quitAtFirstEnd },
    );
    await pager.run(options.pattern === undefined ? start : [`/${options.pattern}`]);
    return status;
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    await complain(sys, `There is no such option (${error.message}) ("less --help" for help)`.replace(/ \(.*?\) /, " "));
    return 1;
  }
};

async function openAll(sys: Sys, operands: readonly string[]): Promise<{ sources: Source[]; status: number }> {
  if (operands.length === 0) {
    if (!sys.isatty(STDIN)) return { sources: [{ fd: STDIN, name: "" }], status: 0 };
    await print(sys, 'Missing filename ("less --help" for help)\n', 2);
    return { sources: [], status: 1 };
  }
  const sources: Source[] = [];
  let status = 0;
  for (const name of operands) {
    try {
      if (name === "-") {
        sources.push({ fd: STDIN, name: "" });
        continue;
      }
      if (sys.stat(name).type === "directory") {
        await print(sys, `${name} is a directory\n`, 2);
        status = 1;
        continue;
      }
      sources.push({ fd: sys.open(name), name });
    } catch (error) {
      if (!isErrno(error)) throw error;
      await print(sys, `${name}: ${errorText(sys, error.code)}\n`, 2);
      status = 1;
    }
  }
  return { sources, status };
}

async function copyAll(sys: Sys, sources: readonly Source[], status: number): Promise<number> {
  const out = stdout(sys);
  for (const { fd } of sources) for await (const chunk of chunks(sys, fd)) await out.bytes(chunk);
  await out.flush();
  return status;
}
