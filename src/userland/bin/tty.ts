import { isErrno, type Program, print, STDERR, STDOUT, type Sys } from "#abi";
import { isKorean } from "./tool/locale.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

/** tty: print the file name of the terminal on standard input. Models GNU tty. */
export const tty: Program = utility({
  name: "tty",
  summary: "Print the file name of the terminal connected to standard input.",
  usage: "[OPTION]...",
  usageStatus: 2,
  options: { silent: ["-s, --silent, --quiet", "print nothing, only return an exit status"] },
  async run(sys, { options }) {
    const isTty = sys.isatty(0);
    if (!options.silent) await stdout(sys).print(isTty ? `${sys.fdPath(0)}\n` : isKorean(sys) ? "tty가 아님\n" : "not a tty\n");
    return isTty ? 0 : 1;
  },
});

/** clear: clear the terminal screen. Models ncurses 5.9. */
export const clear: Program = (sys) => print(sys, "\x1b[H\x1b[2J").then(() => 0);

/** reset: put the terminal back to sensible settings. Models ncurses 5.9. */
export const reset: Program = async (sys) => {
  if (sys.isatty(0))
    await sys.tcsetattr(0, {
      icrnl: true,
      ixon: true,
      onlcr: true,
      icanon: true,
      echo: true,
      echoe: true,
      echoctl: true,
      isig: true,
      iexten: true,
    });
  await print(sys, "\x1bc\x1b[!p\x1b[?3;4l\x1b[4l\x1b>");
  return 0;
};

const STRINGS: Readonly<Record<string, string>> = {
  clear: "\x1b[H\x1b[2J",
  bold: "\x1b[1m",
  smso: "\x1b[7m",
  rmso: "\x1b[27m",
  smul: "\x1b[4m",
  rmul: "\x1b[24m",
  rev: "\x1b[7m",
  blink: "\x1b[5m",
  dim: "\x1b[2m",
  invis: "\x1b[8m",
  sgr0: "\x1b(B\x1b[m",
  el: "\x1b[K",
  el1: "\x1b[1K",
  ed: "\x1b[J",
  home: "\x1b[H",
  cr: "\r",
  bel: "\x07",
  civis: "\x1b[?25l",
  cnorm: "\x1b[?12l\x1b[?25h",
  cvvis: "\x1b[?12;25h",
  smcup: "\x1b[?1049h",
  rmcup: "\x1b[?1049l",
  sc: "\x1b7",
  rc: "\x1b8",
  cuu1: "\x1b[A",
  cud1: "\n",
  cub1: "\b",
  cuf1: "\x1b[C",
  op: "\x1b[39;49m",
  init: "\x1b[!p\x1b[?3;4l\x1b[4l\x1b>",
  reset: "\x1bc\x1b[!p\x1b[?3;4l\x1b[4l\x1b>",
  smkx: "\x1b[?1h\x1b=",
  rmkx: "\x1b[?1l\x1b>",
  sitm: "\x1b[3m",
  ritm: "\x1b[23m",
};

/** tput: write a terminal's capabilities. Models ncurses' with the entries of xterm. */
export const tput: Program = async (sys) => {
  const args = sys.argv.slice(1);
  if (args[0]?.startsWith("-T") === true) args.splice(0, args[0] === "-T" ? 2 : 1);
  const [name = "", first, second] = args;
  const colours = (sys.env.get("TERM") ?? "").includes("256") ? 256 : 8;
  const number = (text: string | undefined) => Number.parseInt(text ?? "0", 10) || 0;
  switch (name) {
    case "":
      await print(sys, "usage: tput [-V] [-S] [-T term] capname\n", STDERR);
      return 2;
    case "cols":
      return print(sys, `${size(sys).columns}\n`).then(() => 0);
    case "lines":
      return print(sys, `${size(sys).rows}\n`).then(() => 0);
    case "colors":
      return print(sys, `${colours}\n`).then(() => 0);
    case "setaf":
    case "setab": {
      const colour = number(first);
      const base = name === "setaf" ? 30 : 40;
      return print(
        sys,
        colour < 8 ? `\x1b[${base + colour}m` : colour < 16 ? `\x1b[${base + 52 + colour}m` : `\x1b[${base + 8};5;${colour}m`,
      ).then(() => 0);
    }
    case "cup":
      return print(sys, `\x1b[${number(first) + 1};${number(second) + 1}H`).then(() => 0);
    case "cuu":
    case "cud":
    case "cuf":
    case "cub":
      return print(sys, `\x1b[${number(first)}${{ cuu: "A", cud: "B", cuf: "C", cub: "D" }[name]}`).then(() => 0);
    case "am":
    case "xenl":
    case "km":
      return 0;
    case "longname":
      return print(sys, "xterm terminal emulator (X Window System)").then(() => 0);
  }
  const text = STRINGS[name];
  if (text === undefined) {
    await print(sys, `tput: unknown terminfo capability '${name}'\n`, STDERR);
    return 4;
  }
  await print(sys, text);
  return 0;
};

function size(sys: Sys): { rows: number; columns: number } {
  for (const fd of [STDOUT, STDERR, 0]) {
    try {
      const { rows, columns } = sys.getWindowSize(fd);
      if (rows > 0 && columns > 0) return { rows, columns };
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return { rows: Number(sys.env.get("LINES")) || 24, columns: Number(sys.env.get("COLUMNS")) || 80 };
}
