import type { Program, Sys } from "#abi";
import { unescape } from "./echo.ts";
import { complain, Failure, t, UsageFailure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { type Conversion, formatFloat, formatInteger, formatString } from "./tool/printf.ts";
import { quote, shellQuote } from "./tool/quote.ts";
import { bytesOf, textOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** printf: format and print data. Models GNU /usr/bin/printf. */
export const printf: Program = utility({
  name: "printf",
  summary: "Print ARGUMENT(s) according to FORMAT, or execute according to OPTION:",
  usage: ["FORMAT [ARGUMENT]...", "OPTION"],
  permute: false,
  rewrite: (args) => (args[0]?.startsWith("-") && args[0] !== "--" ? ["--", ...args] : args),
  options: {},
  async run(sys, { operands }) {
    const [format, ...values] = operands;
    if (format === undefined) throw new UsageFailure(t(sys)`missing operand`);
    const state: State = { sys, values, status: 0, stop: false, used: false };
    do {
      state.used = false;
      await once(state, format);
    } while (!state.stop && state.values.length > 0 && state.used);
    if (state.values.length > 0 && !state.used && !state.stop)
      await complain(sys, `warning: ignoring excess arguments, starting with ${quote(sys, state.values[0] ?? "")}`);
    return state.status;
  },
});

interface State {
  readonly sys: Sys;
  readonly values: string[];
  status: number;
  stop: boolean;
  /** Whether this round took an argument. */
  used: boolean;
}

async function once(state: State, format: string): Promise<void> {
  const out = stdout(state.sys);
  const pattern =
    /%(?:(%)|([-+ #0']*)(\*|\d*)(?:\.(\*|\d*))?([hlLjzt]*)([a-zA-Z]?))|\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|(c)|(.))|[^%\\]+|[%\\]/gs;
  for (const match of format.matchAll(pattern)) {
    const [whole, percent, flags = "", width = "", precision, , letter, octal, hex, short, long, stop, simple] = match;
    if (percent) await out.print("%");
    else if (letter !== undefined) await convert(state, whole, { flags, width, precision, letter });
    else if (octal !== undefined) await out.bytes(Uint8Array.of(Number.parseInt(octal, 8) & 0xff));
    else if (hex !== undefined) await out.bytes(Uint8Array.of(Number.parseInt(hex, 16)));
    else if (short !== undefined || long !== undefined) await out.print(String.fromCodePoint(Number.parseInt(short ?? long ?? "0", 16)));
    else if (stop) state.stop = true;
    else if (simple !== undefined) await out.bytes(simple === '"' ? bytesOf('"') : unescape(whole).bytes);
    else await out.print(whole);
    if (state.stop) return;
  }
}

async function convert(
  state: State,
  whole: string,
  raw: { readonly flags: string; readonly width: string; readonly precision: string | undefined; readonly letter: string },
): Promise<void> {
  const out = stdout(state.sys);
  let flags = raw.flags;
  let width = raw.width === "*" ? Number(next(state) || 0) : Number(raw.width);
  if (width < 0) {
    flags += "-";
    width = -width;
  }
  const precision = raw.precision === "*" ? Number(next(state) || 0) : raw.precision === undefined ? undefined : Number(raw.precision);
  const conversion: Conversion = { flags, width, precision, letter: raw.letter };
  if (raw.letter === "s") await out.print(formatString(conversion, next(state) ?? ""));
  else if (raw.letter === "c") await out.print(formatString(conversion, (next(state) ?? "").slice(0, 1)));
  else if (raw.letter === "q") await out.print(quoted(next(state) ?? ""));
  else if (raw.letter === "b") {
    const { bytes, stop } = unescape((next(state) ?? "").replace(/\\([1-7][0-7]{0,2})/g, "\\0$1"));
    await out.print(formatString(conversion, textOf(bytes)));
    state.stop = stop;
  } else if ("diouxX".includes(raw.letter) && raw.letter !== "")
    await out.print(formatInteger(conversion, BigInt(await number(state, true))));
  else if ("eEfFgGaA".includes(raw.letter) && raw.letter !== "")
    await out.print(formatFloat(conversion, Number(await number(state, false))));
  else throw new Failure(`${whole}: invalid conversion specification`);
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : shellQuote(text);
}

function next(state: State): string | undefined {
  state.used = true;
  return state.values.shift();
}

/** The number at the start of the next argument; complains about what isn't one. */
async function number(state: State, integer: boolean): Promise<string> {
  const text = (next(state) ?? "").trimStart();
  if (text === "") return "0";
  if (/^["']/.test(text)) return String(text.codePointAt(1) ?? 0);
  const pattern = integer
    ? /^[+-]?(?:0[xX][0-9a-fA-F]+|\d+)/
    : /^[+-]?(?:0[xX][0-9a-fA-F]+|inf(?:inity)?|nan|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/i;
  const found = pattern.exec(text)?.[0];
  if (found === undefined || found.length < text.length) {
    await complain(
      state.sys,
      `${quote(state.sys, text)}: ${found === undefined ? "expected a numeric value" : "value not completely converted"}`,
    );
    state.status = 1;
  }
  if (found === undefined) return "0";
  const negative = found.startsWith("-");
  const digits = found.replace(/^[+-]/, "");
  if (/inf/i.test(digits)) return negative ? "-Infinity" : "Infinity";
  const value =
    integer && /^0[0-7]+$/.test(digits)
      ? BigInt(`0o${digits.slice(1)}`).toString()
      : integer
        ? BigInt(digits).toString()
        : String(Number(digits));
  return negative ? `-${value}` : value;
}
