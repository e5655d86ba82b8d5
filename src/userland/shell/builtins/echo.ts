import type { Builtin } from "../run/shell.ts";
import { byte } from "../syntax/index.ts";
import { encodeMarked } from "./output.ts";

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** Escapes of echo -e and of printf's %b; `ended`: a \c ends all output. Octal numbers begin with 0 in echo. */
export function echoEscapes(text: string, plainOctal = false, modern = true): { readonly text: string; readonly ended: boolean } {
  let out = "";
  const pattern = plainOctal
    ? /\\(?:0([0-7]{0,3})|([1-7][0-7]{0,2})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([\s\S]))/y
    : /\\(?:0([0-7]{0,3})|(?!)()|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([\s\S]))/y;
  for (let at = 0; at < text.length; ) {
    pattern.lastIndex = at;
    const match = text.charAt(at) === "\\" ? pattern.exec(text) : null;
    if (!match) {
      out += text.charAt(at);
      at += 1;
      continue;
    }
    const [whole, octal, plain, hex, u4, u8, other = ""] = match;
    if (!modern && (hex !== undefined || u4 !== undefined || u8 !== undefined)) {
      out += whole.slice(0, 2);
      at += 2;
      continue;
    }
    if (other === "c") return { text: out, ended: true };
    if (octal !== undefined) out += byte(Number.parseInt(octal || "0", 8) & 0xff);
    else if (plain !== undefined) out += byte(Number.parseInt(plain, 8) & 0xff);
    else if (hex !== undefined) out += byte(Number.parseInt(hex, 16));
    else if (u4 !== undefined || u8 !== undefined) out += String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(u4 ?? u8 ?? "0", 16)));
    else out += SIMPLE[other] ?? whole;
    at += whole.length;
  }
  return { text: out, ended: false };
}

export const echo: Builtin = {
  run: async (shell, argv) => {
    let at = 1;
    let newline = true;
    let escapes = shell.flavour.echoBuiltin === "dash" || shell.shopt("xpg_echo");
    const options = shell.flavour.echoBuiltin === "dash" ? /^-n$/ : /^-[neE]+$/;
    for (; at < argv.length && options.test(argv[at] ?? ""); at += 1) {
      for (const letter of (argv[at] ?? "").slice(1)) {
        if (letter === "n") newline = false;
        else escapes = letter === "e";
      }
      if (shell.flavour.echoBuiltin === "dash") {
        at += 1;
        break;
      }
    }
    const dash = shell.flavour.echoBuiltin === "dash";
    const joined = argv.slice(at).join(" ");
    const { text, ended } = escapes ? echoEscapes(joined, dash, !dash) : { text: joined, ended: false };
    const whole = newline && !ended ? `${text}\n` : text;
    if (whole !== "") await shell.sys.write(1, encodeMarked(whole));
    return 0;
  },
};
