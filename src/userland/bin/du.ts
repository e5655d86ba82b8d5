import { isErrno, type Program, type Stat, type Sys } from "#abi";
import { join } from "./tool/files.ts";
import { complain, errorText, t, UsageFailure } from "./tool/messages.ts";
import { lastOf, valuesOf } from "./tool/options.ts";
import { stdout } from "./tool/output.ts";
import { quoteAlways } from "./tool/quote.ts";
import { humanSize } from "./tool/size.ts";
import { utility } from "./tool/utility.ts";

/** du: estimate file space usage. Models GNU du. */
export const du: Program = utility({
  name: "du",
  summary: "Summarize disk usage of the set of FILEs, recursively for directories.",
  usage: "[OPTION]... [FILE]...",
  options: {
    all: ["-a, --all", "write counts for all files, not just directories"],
    apparent: ["--apparent-size", "print apparent sizes, rather than disk usage"],
    bytes: ["-b, --bytes", "equivalent to '--apparent-size --block-size=1'"],
    total: ["-c, --total", "produce a grand total"],
    depth: ["-d, --max-depth=N", "print the total for a directory only if it is N or fewer levels below the command line argument"],
    human: ["-h, --human-readable", "print sizes in human readable format (e.g., 1K 234M 2G)"],
    kilo: ["-k", "like --block-size=1K"],
    mega: ["-m", "like --block-size=1M"],
    summarize: ["-s, --summarize", "display only a total for each argument"],
    separate: ["-S, --separate-dirs", "for directories do not include size of subdirectories"],
    oneFilesystem: ["-x, --one-file-system", "skip directories on different file systems"],
    exclude: ["--exclude=PATTERN", "exclude files that match PATTERN"],
    dereference: ["-L, --dereference", "dereference all symbolic links"],
  },
  async run(sys, { options, operands, given }) {
    if (options.depth !== undefined && !/^\d+$/.test(options.depth))
      throw new UsageFailure(`invalid maximum depth ${quoteAlways(sys, options.depth)}`);
    if (options.summarize && options.all) throw new UsageFailure(t(sys)`cannot both summarize and show all entries`);
    const unit = lastOf(given, "human", "kilo", "mega", "bytes") ?? "kilo";
    const out = stdout(sys);
    const seen = new Set<string>();
    const patterns = valuesOf(given, "exclude").map(
      (glob) =>
        new RegExp(
          `^${glob
            .replace(/[.+^${}()|\\]/g, "\\$&")
            .replace(/\*/g, ".*")
            .replace(/\?/g, ".")}$`,
        ),
    );
    const limit = options.summarize ? 0 : options.depth === undefined ? Number.POSITIVE_INFINITY : Number(options.depth);
    let status = 0;
    const size = (stat: Stat): number =>
      options.apparent || options.bytes ? (stat.type === "directory" || stat.type === "file" ? stat.size : 0) : stat.blocks * 512;
    const show = (bytes: number, path: string): Promise<void> => out.print(`${amount(bytes, unit)}\t${path}\n`);

    const walk = async (path: string, level: number, dev: number | undefined): Promise<number> => {
      let stat: Stat;
      try {
        stat = options.dereference ? sys.stat(path) : sys.lstat(path);
      } catch (error) {
        if (!isErrno(error)) throw error;
        await complain(sys, `${t(sys)`cannot access ${quoteAlways(sys, path)}`}: ${errorText(sys, error.code)}`);
        status = 1;
        return 0;
      }
      const key = `${stat.dev}:${stat.ino}`;
      if (
        seen.has(key) ||
        (options.oneFilesystem && dev !== undefined && stat.dev !== dev) ||
        patterns.some((pattern) => pattern.test(path.slice(path.lastIndexOf("/") + 1)))
      )
        return 0;
      if (stat.type === "directory" || stat.nlink > 1 || level === 0) seen.add(key);
      let sum = size(stat);
      if (stat.type === "directory")
        for (const name of await names(path)) {
          const inner = await walk(join(path, name), level + 1, stat.dev);
          if (!(options.separate && isDirectory(sys, join(path, name)))) sum += inner;
        }
      if (level <= limit && (stat.type === "directory" || options.all || level === 0)) await show(sum, path);
      return sum;
    };
    const names = async (path: string): Promise<readonly string[]> => {
      try {
        return sys.readdir(path).map(({ name }) => name);
      } catch (error) {
        if (!isErrno(error)) throw error;
        await complain(sys, `${t(sys)`cannot read directory ${quoteAlways(sys, path)}`}: ${errorText(sys, error.code)}`);
        status = 1;
        return [];
      }
    };
    let total = 0;
    for (const operand of operands.length > 0 ? operands : ["."]) total += await walk(operand, 0, undefined);
    if (options.total) await show(total, t(sys)`total`);
    return status;
  },
});

function isDirectory(sys: Sys, path: string): boolean {
  return sys.lstat(path).type === "directory";
}

function amount(bytes: number, unit: "human" | "kilo" | "mega" | "bytes"): string {
  switch (unit) {
    case "human":
      return humanSize(bytes);
    case "kilo":
      return String(Math.ceil(bytes / 1024));
    case "mega":
      return String(Math.ceil(bytes / (1 << 20)));
    case "bytes":
      return String(bytes);
  }
}
