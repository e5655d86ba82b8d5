import { COOKED, isErrno, type Program, print, RAW, STDERR, STDIN, type Sys, type Termios } from "#abi";
import { flavourOf } from "./tool/flavour.ts";
import { complain, errorText } from "./tool/messages.ts";

/** Settings that the machine's terminals know, by stty's names. */
const FLAGS: Readonly<Record<string, keyof Termios>> = {
  icrnl: "icrnl",
  ixon: "ixon",
  iutf8: "iutf8",
  onlcr: "onlcr",
  opost: "onlcr",
  icanon: "icanon",
  echo: "echo",
  echoe: "echoe",
  crterase: "echoe",
  echoctl: "echoctl",
  ctlecho: "echoctl",
  isig: "isig",
  iexten: "iexten",
  tostop: "tostop",
};
/** Settings that exist and stay as they are. */
const FIXED: Readonly<Record<string, boolean>> = {
  parenb: false,
  parodd: false,
  cmspar: false,
  hupcl: false,
  cstopb: false,
  cread: true,
  clocal: false,
  crtscts: false,
  ignbrk: false,
  brkint: false,
  ignpar: false,
  parmrk: false,
  inpck: false,
  istrip: false,
  inlcr: false,
  igncr: false,
  ixoff: false,
  iuclc: false,
  ixany: false,
  imaxbel: false,
  olcuc: false,
  ocrnl: false,
  onocr: false,
  onlret: false,
  ofill: false,
  ofdel: false,
  echok: true,
  echonl: false,
  noflsh: false,
  xcase: false,
  echoprt: false,
  echoke: true,
  extproc: false,
  flusho: false,
};
const ROWS: readonly (readonly string[])[] = [
  ["parenb", "parodd", "cmspar", "cs8", "hupcl", "cstopb", "cread", "clocal", "crtscts"],
  [
    "ignbrk",
    "brkint",
    "ignpar",
    "parmrk",
    "inpck",
    "istrip",
    "inlcr",
    "igncr",
    "icrnl",
    "ixon",
    "ixoff",
    "iuclc",
    "ixany",
    "imaxbel",
    "iutf8",
  ],
  ["opost", "olcuc", "ocrnl", "onlcr", "onocr", "onlret", "ofill", "ofdel", "nl0", "cr0", "tab0", "bs0", "vt0", "ff0"],
  [
    "isig",
    "icanon",
    "iexten",
    "echo",
    "echoe",
    "echok",
    "echonl",
    "noflsh",
    "xcase",
    "tostop",
    "echoprt",
    "echoctl",
    "echoke",
    "flusho",
    "extproc",
  ],
];
const CHARACTERS =
  "intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;\neol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R;\nwerase = ^W; lnext = ^V; discard = ^O; min = 1; time = 0;\n";

function flagText(mode: Termios, name: string): string {
  const flag = FLAGS[name];
  const on = flag === undefined ? (FIXED[name] ?? true) : mode[flag];
  return on ? name : `-${name}`;
}

/** stty: print or change the terminal's settings. Models GNU stty with the settings that the machine's terminals have. */
export const stty: Program = async (sys) => {
  const args = sys.argv.slice(1);
  let fd = STDIN;
  if (args[0] === "-F" || args[0]?.startsWith("--file") === true) {
    const path = args[0] === "-F" ? args.splice(0, 2)[1] : args.shift()?.split("=")[1];
    try {
      fd = sys.open(path ?? "", { read: true });
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(sys, `${path ?? ""}: ${errorText(sys, error.code)}`);
      return 1;
    }
  }
  try {
    const mode = sys.tcgetattr(fd);
    if (args.length === 0) return print(sys, brief(mode)).then(() => 0);
    return await apply(sys, fd, mode, args);
  } catch (error) {
    if (!isErrno(error)) throw error;
    const name = flavourOf(sys) === "busybox" ? "standard input" : isKorean(sys) ? "표준 입력" : "'standard input'";
    await print(sys, flavourOf(sys) === "busybox" ? "stty: standard input\n" : `stty: ${name}: ${errorText(sys, error.code)}\n`, STDERR);
    return 1;
  }
};

function isKorean(sys: Sys): boolean {
  return (sys.env.get("LC_ALL") ?? sys.env.get("LC_MESSAGES") ?? sys.env.get("LANG") ?? "").startsWith("ko");
}

function brief(mode: Termios): string {
  const changed = Object.entries(FLAGS).filter(([name, flag]) => name === flag && mode[flag] !== COOKED[flag] && name !== "iutf8");
  return `speed 38400 baud; line = 0;\n-brkint -imaxbel${mode.iutf8 ? " iutf8" : ""}\n${changed.map(([name, flag]) => (mode[flag] ? name : `-${name}`)).join(" ")}${changed.length > 0 ? "\n" : ""}`;
}

async function apply(sys: Sys, fd: number, mode: Termios, args: readonly string[]): Promise<number> {
  const change: Partial<Record<keyof Termios, boolean>> = {};
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    const name = arg.replace(/^-/, "");
    const flag = FLAGS[name];
    const { rows, columns } = sys.getWindowSize(fd);
    if (flag !== undefined) change[flag] = !arg.startsWith("-");
    else if (arg === "size") await print(sys, `${rows} ${columns}\n`);
    else if (arg === "-a" || arg === "--all") await print(sys, all(mode, rows, columns));
    else if (arg === "-g" || arg === "--save") await print(sys, `${save(mode)}\n`);
    else if (arg === "sane" || arg === "cooked" || arg === "-raw") Object.assign(change, { ...COOKED, iutf8: mode.iutf8 });
    else if (arg === "raw" || arg === "-cooked")
      Object.assign(change, { ...RAW, echo: mode.echo, echoe: mode.echoe, echoctl: mode.echoctl, iexten: mode.iexten, iutf8: mode.iutf8 });
    else if (arg === "cbreak" || arg === "-cbreak") change.icanon = arg.startsWith("-");
    else if (arg === "nl") Object.assign(change, { icrnl: false, onlcr: false });
    else if (arg === "-nl") Object.assign(change, { icrnl: true, onlcr: true });
    else if (arg === "rows" || arg === "cols" || arg === "columns") {
      const value = Number(args[(at += 1)]);
      if (!Number.isInteger(value)) return invalid(sys, args[at] ?? arg);
      sys.setWindowSize(fd, arg === "rows" ? { rows: value, columns } : { rows, columns: value });
    } else if (arg === "speed") await print(sys, "38400\n");
    else if (/^save:[01]+$/.test(arg)) Object.assign(change, restore(arg));
    else if (
      [
        "intr",
        "quit",
        "erase",
        "kill",
        "eof",
        "eol",
        "eol2",
        "start",
        "stop",
        "susp",
        "rprnt",
        "werase",
        "lnext",
        "min",
        "time",
        "ispeed",
        "ospeed",
        "line",
      ].includes(arg)
    )
      at += 1;
    else if (FIXED[name] === undefined && !/^\d+$/.test(arg) && !/^(nl|cr|tab|bs|vt|ff)\d$|^cs[5-8]$/.test(name)) return invalid(sys, arg);
  }
  if (Object.keys(change).length > 0) await sys.tcsetattr(fd, change, "drain");
  return 0;
}

async function invalid(sys: Sys, arg: string): Promise<number> {
  await complain(sys, `invalid argument '${arg}'`);
  await print(sys, "Try 'stty --help' for more information.\n", STDERR);
  return 1;
}

function all(mode: Termios, rows: number, columns: number): string {
  return `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;\n${CHARACTERS}${ROWS.map((row) => `${row.map((name) => flagText(mode, name)).join(" ")}\n`).join("")}`;
}

const SAVED = Object.keys(COOKED) as readonly (keyof Termios)[];

function save(mode: Termios): string {
  return `save:${SAVED.map((flag) => (mode[flag] ? "1" : "0")).join("")}`;
}

function restore(text: string): Partial<Termios> {
  return Object.fromEntries(SAVED.map((flag, at) => [flag, text.charAt(5 + at) === "1"]));
}
