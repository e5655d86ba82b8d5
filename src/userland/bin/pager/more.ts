import { type Fd, isErrno, type Program, print, STDERR, STDIN, STDOUT, type Sys } from "#abi";
import { fold, visible } from "../terminal/cut.ts";
import { RawScreen } from "../terminal/raw-screen.ts";
import { chunks } from "../tool/files.ts";
import { errorText } from "../tool/messages.ts";
import { stdout } from "../tool/output.ts";
import { bytesOf } from "../tool/text.ts";
import { LineSource } from "./line-source.ts";

/** more: page through text, forwards. Models util-linux 2.23: more(1). */
export const more: Program = async (sys) => {
  const names = sys.argv.slice(1).filter((arg) => !/^[-+]./.test(arg));
  if (names.length === 0 && sys.isatty(STDIN)) {
    await print(sys, "Usage: more [options] file...\n", STDERR);
    return 1;
  }
  let status = 0;
  const out = stdout(sys);
  for (const name of names.length > 0 ? names : ["-"]) {
    let fd: Fd;
    try {
      if (name !== "-" && sys.stat(name).type === "directory") {
        await print(sys, `\n*** ${name}: directory ***\n\n`);
        continue;
      }
      fd = name === "-" ? STDIN : sys.open(name);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await print(sys, `${name}: ${errorText(sys, error.code)}\n`, STDERR);
      status = 1;
      continue;
    }
    if (names.length > 1) await out.print(`::::::::::::::\n${name}\n::::::::::::::\n`);
    await out.flush();
    if (!sys.isatty(STDOUT)) {
      for await (const chunk of chunks(sys, fd)) await out.bytes(chunk);
      await out.flush();
    } else if (!(await page(sys, fd, name === "-" ? undefined : sys.fstat(fd).size))) return status;
  }
  return status;
};

/** false when the reader had enough. */
async function page(sys: Sys, fd: Fd, size: number | undefined): Promise<boolean> {
  const source = new LineSource(sys, fd, "");
  const screen = new RawScreen(sys, STDERR);
  let line = 0;
  let room = screen.size.rows - 1;
  let read = 0;
  let rows: readonly string[] = [];
  await screen.enter(true);
  try {
    for (;;) {
      if (room > 0) {
        if (rows.length === 0) {
          await source.need(line + 1);
          const text = source.lines[line];
          if (text === undefined) return true;
          line += 1;
          read += bytesOf(text).length + 1;
          rows = fold(visible(text), screen.size.columns);
        }
        await print(sys, `${rows[0] ?? ""}\n`);
        rows = rows.slice(1);
        room -= 1;
        continue;
      }
      await source.need(line + 1);
      if (rows.length === 0 && source.ended && line >= source.lines.length) return true;
      await print(
        sys,
        `\x1b[7m--More--${size === undefined ? "" : `(${Math.min(99, Math.floor((read * 100) / Math.max(1, size)))}%)`}\x1b[27m`,
      );
      const event = await screen.next();
      await print(sys, "\r\x1b[K");
      if (event.kind === "end" || event.kind === "interrupt") return false;
      if (event.kind !== "key") continue;
      if (event.key === "q" || event.key === "Q") return false;
      if (event.key === " " || event.key === "f") room = screen.size.rows - 1;
      else if (event.key === "enter" || event.key === "C-j") room = 1;
      else if (event.key === "d" || event.key === "C-d") room = 11;
    }
  } finally {
    await screen.leave();
  }
}
