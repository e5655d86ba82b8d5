import { decode, isErrno, type Program, type Stat, type Sys, stubProgram } from "#abi";
import { errorText, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { displayWidth, textOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** file: determine file type. Knows what one meets here; models file-5.11's words. */
export const file: Program = utility({
  name: "file",
  summary: "Determine type of FILEs.",
  usage: "[OPTION...] [FILE...]",
  package: "file 5.11",
  options: {
    brief: ["-b, --brief", "do not prepend filenames to output lines"],
    follow: ["-L, --dereference", "follow symlinks"],
    mime: ["-i, --mime", "output MIME type strings"],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure("missing file operand");
    const width = Math.max(...operands.map(displayWidth));
    for (const path of operands) {
      const kind = describe(sys, path, options.follow);
      const text = options.mime ? mimeOf(kind) : kind;
      await stdout(sys).print(`${options.brief ? "" : `${path}:${" ".repeat(width - displayWidth(path) + 1)}`}${text}\n`);
    }
    return 0;
  },
});

function describe(sys: Sys, path: string, follow: boolean): string {
  try {
    const stat = follow ? sys.stat(path) : sys.lstat(path);
    switch (stat.type) {
      case "directory":
        return stat.mode & 0o1000 ? "sticky directory" : "directory";
      case "symlink":
        return exists(sys, path) ? `symbolic link to \`${sys.readlink(path)}'` : `broken symbolic link to \`${sys.readlink(path)}'`;
      case "fifo":
        return "fifo (named pipe)";
      case "socket":
        return "socket";
      case "char":
        return `character special (${stat.rdev?.major ?? 0}/${stat.rdev?.minor ?? 0})`;
      case "block":
        return `block special (${stat.rdev?.major ?? 0}/${stat.rdev?.minor ?? 0})`;
      case "file":
        return content(sys, path, stat);
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    return `cannot open (${errorText(sys, error.code)})`;
  }
}

function exists(sys: Sys, path: string): boolean {
  try {
    sys.stat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function content(sys: Sys, path: string, stat: Stat): string {
  if (stat.size === 0) return "empty";
  const fd = sys.open(path);
  const head = sys.pread(fd, 0, 1024);
  const magic = sys.pread(fd, 257, 5);
  sys.close(fd);
  const starts = (...bytes: number[]) => bytes.every((byte, at) => head[at] === byte);
  if (stubProgram(decode(head.subarray(0, 64))) !== undefined || starts(0x7f, 0x45, 0x4c, 0x46))
    return "ELF 64-bit LSB executable, x86-64, version 1 (SYSV), dynamically linked (uses shared libs), for GNU/Linux 2.6.32, stripped";
  if (starts(0x1f, 0x8b)) return "gzip compressed data";
  if (starts(0x89, 0x50, 0x4e, 0x47)) return "PNG image data";
  if (starts(0x50, 0x4b, 3, 4)) return "Zip archive data, at least v2.0 to extract";
  if (decode(magic) === "ustar")
    return decode(head.subarray(257, 264)).startsWith("ustar  ") ? "POSIX tar archive (GNU)" : "POSIX tar archive";
  const text = textOf(head);
  if (text.startsWith("#!")) return scriptKind(text);
  if (head.includes(0)) return "data";
  const isAscii = head.every((byte) => byte < 128);
  if (!isAscii && /[\udc80-\udcff]/.test(text.slice(0, -3))) return "ISO-8859 text";
  const markup = /^\s*<(!doctype html|html)/i.test(text) ? "HTML document, " : "";
  return `${markup}${isAscii ? "ASCII" : "UTF-8 Unicode"} text${text.includes("\r\n") ? ", with CRLF line terminators" : text.includes("\n") ? "" : ", with no line terminators"}`;
}

function scriptKind(text: string): string {
  const [line = ""] = text.split("\n");
  const interpreter = line.slice(2).trim().split(/\s+/)[0] ?? "";
  if (interpreter.endsWith("/bash")) return "Bourne-Again shell script, ASCII text executable";
  if (/\/(sh|dash|ash)$/.test(interpreter)) return "POSIX shell script, ASCII text executable";
  return `a ${line.slice(2).trim()} script, ASCII text executable`;
}

function mimeOf(kind: string): string {
  if (kind.endsWith("directory")) return "inode/directory; charset=binary";
  if (kind === "empty") return "inode/x-empty; charset=binary";
  if (kind.startsWith("gzip")) return "application/x-gzip; charset=binary";
  if (kind.includes("tar archive")) return "application/x-tar; charset=binary";
  if (kind.startsWith("ELF")) return "application/x-executable; charset=binary";
  if (kind.includes("shell script")) return "text/x-shellscript; charset=us-ascii";
  if (kind.startsWith("HTML")) return "text/html; charset=us-ascii";
  if (kind.includes("ASCII")) return "text/plain; charset=us-ascii";
  if (kind.includes("UTF-8")) return "text/plain; charset=utf-8";
  return "application/octet-stream; charset=binary";
}
