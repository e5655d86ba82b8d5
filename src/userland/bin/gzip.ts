import { type Fd, isErrno, type Program, STDIN, STDOUT, type Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { chunks } from "./tool/files.ts";
import { complain, errorText } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { confirm, statOrUndefined } from "./tool/prompt.ts";
import { utility } from "./tool/utility.ts";

interface Zip {
  readonly decompress: boolean;
  readonly stdout: boolean;
  readonly keep: boolean;
  readonly force: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly suffix: string;
}

/** What went wrong with one file, in gzip's words after `gzip: FILE: `. */
class ZipFailure extends Error {}

/** gzip, gunzip, zcat: compress and expand files. Models GNU gzip 1.10; the level is the browser's own. */
function gzipProgram(name: string, preset: { readonly decompress: boolean; readonly stdout: boolean }): Program {
  return utility({
    name,
    summary: "Compress or uncompress FILEs (by default, compress FILES in-place).",
    usage: "[OPTION]... [FILE]...",
    package: "gzip 1.10",
    options: {
      stdout: ["-c, --stdout", "write on standard output, keep original files unchanged"],
      decompress: ["-d, --decompress", "decompress"],
      force: ["-f, --force", "force overwrite of output file and compress links"],
      keep: ["-k, --keep", "keep (don't delete) input files"],
      list: ["-l, --list", "list compressed file contents"],
      noName: ["-n, --no-name", "do not save or restore the original name and timestamp"],
      quiet: ["-q, --quiet", "suppress all warnings"],
      recursive: ["-r, --recursive", "operate recursively on directories"],
      suffix: ["-S, --suffix=SUF", "use suffix SUF on compressed files"],
      test: ["-t, --test", "test compressed file integrity"],
      verbose: ["-v, --verbose", "verbose mode"],
      fast: ["-1, --fast", "compress faster"],
      l2: ["-2", ""],
      l3: ["-3", ""],
      l4: ["-4", ""],
      l5: ["-5", ""],
      l6: ["-6", ""],
      l7: ["-7", ""],
      l8: ["-8", ""],
      best: ["-9, --best", "compress better"],
    },
    async run(sys, { options, operands }) {
      const zip: Zip = {
        decompress: options.decompress || preset.decompress || options.test || options.list,
        stdout: options.stdout || preset.stdout,
        keep: options.keep,
        force: options.force,
        verbose: options.verbose,
        quiet: options.quiet,
        suffix: options.suffix ?? ".gz",
      };
      let status = 0;
      if (options.list) await stdout(sys).print("         compressed        uncompressed  ratio uncompressed_name\n");
      for (const file of operands.length > 0 ? operands : ["-"]) {
        try {
          if (options.list) await list(sys, file);
          else if (options.test) await convert(sys, zip, file === "-" ? STDIN : sys.open(file), async () => undefined);
          else if (file === "-") await standardInput(sys, zip);
          else await oneFile(sys, zip, file);
        } catch (error) {
          const text = error instanceof ZipFailure ? error.message : isErrno(error) ? errorText(sys, error.code) : undefined;
          if (text === undefined) throw error;
          if (!(zip.quiet && error instanceof ZipFailure)) await complain(sys, `${file === "-" ? "stdin" : file}: ${text}`);
          status = Math.max(status, / -- (ignored|unchanged)$/.test(text) ? 2 : 1);
        }
      }
      return status;
    },
  });
}

export const gzip: Program = gzipProgram("gzip", { decompress: false, stdout: false });
export const gunzip: Program = gzipProgram("gunzip", { decompress: true, stdout: false });
export const zcat: Program = gzipProgram("zcat", { decompress: true, stdout: true });

async function standardInput(sys: Sys, zip: Zip): Promise<void> {
  if (!zip.decompress && !zip.force && sys.isatty(STDOUT))
    throw new ZipFailure("compressed data not written to a terminal. Use -f to force compression.\nFor help, type: gzip -h");
  await convert(sys, zip, STDIN, (chunk) => stdout(sys).bytes(chunk));
}

async function oneFile(sys: Sys, zip: Zip, file: string): Promise<void> {
  const source = zip.decompress && statOrUndefined(sys, file) === undefined && !file.endsWith(zip.suffix) ? file + zip.suffix : file;
  const stat = sys.lstat(source);
  if (stat.type === "directory") throw new ZipFailure("is a directory -- ignored");
  if (stat.type !== "file" && !zip.force)
    throw new ZipFailure(stat.type === "symlink" ? "Too many levels of symbolic links" : "is not a directory or a regular file -- ignored");
  if (zip.decompress && !source.endsWith(zip.suffix) && !source.endsWith(".tgz") && !zip.stdout)
    throw new ZipFailure("unknown suffix -- ignored");
  if (!zip.decompress && source.endsWith(zip.suffix)) throw new ZipFailure(`already has ${zip.suffix} suffix -- unchanged`);
  const input = sys.open(source);
  if (zip.stdout) {
    await convert(sys, zip, input, (chunk) => stdout(sys).bytes(chunk));
    return;
  }
  const target = zip.decompress ? source.replace(/\.tgz$/, ".tar.gz").slice(0, -zip.suffix.length) : source + zip.suffix;
  if (
    statOrUndefined(sys, target) !== undefined &&
    !zip.force &&
    !(await confirm(sys, `${target} already exists; do you wish to overwrite (y or n)?`))
  )
    throw new ZipFailure("not overwritten");
  const output = sys.open(target, { write: true, create: true, truncate: true }, stat.mode);
  try {
    const { from, to } = await convert(sys, zip, input, (chunk) => sys.write(output, chunk));
    if (zip.verbose)
      await complain(
        sys,
        `${source}:\t ${ratio(zip.decompress ? from : to, zip.decompress ? to : from)} -- ${zip.keep ? "created" : "replaced with"} ${target}`,
      );
  } catch (error) {
    sys.unlink(target);
    throw error;
  } finally {
    sys.close(output);
  }
  sys.chmod(target, stat.mode);
  sys.utimes(target, stat.atime, stat.mtime);
  if (!zip.keep) sys.unlink(source);
}

function ratio(small: number, large: number): string {
  return `${(large === 0 ? 0 : (1 - small / large) * 100).toFixed(1).padStart(5)}%`;
}

async function list(sys: Sys, file: string): Promise<void> {
  const fd = sys.open(file);
  const { size } = sys.fstat(fd);
  const end = sys.pread(fd, Math.max(0, size - 4), 4);
  const head = sys.pread(fd, 0, 2);
  sys.close(fd);
  if (head[0] !== 0x1f || head[1] !== 0x8b) throw new ZipFailure("not in gzip format");
  const length = new DataView(end.buffer, end.byteOffset, end.byteLength).getUint32(0, true);
  await stdout(sys).print(`${`${size}`.padStart(19)} ${`${length}`.padStart(19)} ${ratio(size, length)} ${file.replace(/\.gz$/, "")}\n`);
}

/** Pipes a descriptor through the compressor and closes it; counts the bytes on both sides. */
async function convert(
  sys: Sys,
  zip: Zip,
  fd: Fd,
  emit: (chunk: Uint8Array) => Promise<unknown>,
): Promise<{ readonly from: number; readonly to: number }> {
  const account = meter(sys, zip.decompress ? SPEED.expand : SPEED.compress);
  const source = chunks(sys, fd);
  let from = 0;
  let first = true;
  const input = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await source.next();
      if (next.done === true) return controller.close();
      const chunk = next.value;
      if (first && zip.decompress && (chunk[0] !== 0x1f || (chunk.length > 1 && chunk[1] !== 0x8b)))
        return controller.error(new ZipFailure("not in gzip format"));
      first = false;
      from += chunk.length;
      await account(chunk.length);
      controller.enqueue(chunk);
    },
  });
  const reader = input.pipeThrough(zip.decompress ? new DecompressionStream("gzip") : new CompressionStream("gzip")).getReader();
  let to = 0;
  try {
    for (;;) {
      const result = await reader.read();
      if (result.done) break;
      to += result.value.length;
      await emit(result.value);
    }
  } catch (error) {
    if (error instanceof ZipFailure || isErrno(error) || !(error instanceof TypeError)) throw error;
    throw new ZipFailure(
      /incomplete|unexpected end|terminated/i.test(error.message) ? "unexpected end of file" : "invalid compressed data--format violated",
    );
  } finally {
    if (fd !== STDIN) sys.close(fd);
  }
  if (zip.decompress && from === 0) throw new ZipFailure("unexpected end of file");
  return { from, to };
}
