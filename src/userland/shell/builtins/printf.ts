import { parseInteger } from "../arithmetic/parse.ts";
import { setElement } from "../expand/elements.ts";
import { quoteBackslash } from "../expand/quote.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { joinBytes } from "../syntax/index.ts";
import { echoEscapes } from "./echo.ts";
import { isName, refuse, usage } from "./flags.ts";
import { encodeMarked } from "./output.ts";
import { strftime } from "./strftime.ts";

const CONVERSION = /%(?:(%)|([-+ #0']*)(\*|\d+)?(?:(\.)(\*|-?\d*))?(?:[hlLjzt]*)(?:\(([^)]*)\)(T)|([a-zA-Z])))/y;

export const printf: Builtin = {
  run: async (shell, argv) => {
    let at = 1;
    let variable: string | undefined;
    if (shell.flavour.name === "bash" && (argv[1] ?? "").startsWith("-v")) {
      variable = (argv[1] ?? "").length > 2 ? (argv[1] ?? "").slice(2) : argv[2];
      at = (argv[1] ?? "").length > 2 ? 2 : 3;
      if (variable === undefined) return usage(shell, "printf");
      if (!isName(variable.replace(/\[.*\]$/s, ""))) return refuse(shell, "printf", `\`${variable}': not a valid identifier`, 2);
    } else if (argv[1] === "--") at = 2;
    const format = argv[at];
    if (format === undefined) {
      if (shell.flavour.name === "dash") await shell.complain("usage: printf format [arg ...]", "printf");
      return usage(shell, "printf");
    }
    const printer = new Printer(shell, argv.slice(at + 1));
    const text = printer.print(format);
    for (const complaint of printer.complaints) await shell.complain(complaint, shell.flavour.name === "ash" ? undefined : "printf");
    if (variable === undefined) {
      if (text !== "") await shell.sys.write(1, encodeMarked(text));
    } else {
      const match = /^(\w+)\[(.*)\]$/s.exec(variable);
      setElement(shell, match?.[1] ?? variable, match?.[2], joinBytes(text));
    }
    return printer.complaints.length > 0 ? 1 : 0;
  },
};

/** Formats with arguments that begin again at the format as long as there are any (printf(1)). */
class Printer {
  readonly complaints: string[] = [];
  readonly #shell: Shell;
  readonly #arguments: readonly string[];
  #next = 0;
  #ended = false;

  constructor(shell: Shell, values: readonly string[]) {
    this.#shell = shell;
    this.#arguments = values;
  }

  print(format: string): string {
    let text = "";
    do {
      const before = this.#next;
      text += this.#once(format);
      if (this.#next === before) break;
    } while (this.#next < this.#arguments.length && !this.#ended);
    return text;
  }

  #once(format: string): string {
    let text = "";
    for (let at = 0; at < format.length && !this.#ended; ) {
      const char = format.charAt(at);
      if (char === "\\") {
        const match = /^\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[\s\S])/.exec(format.slice(at));
        const source = match?.[0] ?? "\\";
        const octal = /^\\([0-7]{1,3})$/.exec(source);
        const escape =
          source === '\\"'
            ? { text: '"', ended: false }
            : source === "\\'"
              ? { text: "'", ended: false }
              : echoEscapes(octal ? `\\0${octal[1]}` : source, true, this.#shell.flavour.name !== "dash");
        text += escape.text;
        if (escape.ended) this.#ended = true;
        at += source.length;
        continue;
      }
      if (char !== "%") {
        text += char;
        at += 1;
        continue;
      }
      CONVERSION.lastIndex = at;
      const match = CONVERSION.exec(format);
      if (match?.[7] && this.#shell.flavour.name !== "bash") {
        this.complaints.push(this.#shell.flavour.name === "dash" ? "%(: invalid directive" : `${format}: invalid format`);
        this.#ended = true;
        break;
      }
      if (!match) {
        this.complaints.push(
          `\`${format.charAt(at + 1) || "%"}': ${at + 1 < format.length ? "invalid format character" : "missing format character"}`,
        );
        this.#ended = true;
        break;
      }
      at += match[0].length;
      text += this.#convert(match);
    }
    return text;
  }

  #argument(): string | undefined {
    const value = this.#arguments[this.#next];
    this.#next += 1;
    return value;
  }

  #convert(match: RegExpExecArray): string {
    const [, percent, flagText = "", widthText, point, precisionText, timeFormat, time, letter = ""] = match;
    if (percent) return "%";
    let flags = flagText;
    let width = widthText === "*" ? Number(this.#integer(this.#argument())) : Number(widthText ?? 0);
    if (width < 0) {
      flags += "-";
      width = -width;
    }
    let precision =
      point === undefined ? undefined : precisionText === "*" ? Number(this.#integer(this.#argument())) : Number(precisionText || 0);
    if (precision !== undefined && precision < 0) precision = undefined;
    if (time) return pad(this.#time(timeFormat ?? "", this.#argument()), width, flags);
    switch (letter) {
      case "s":
        return pad(cut(this.#argument() ?? "", precision), width, flags);
      case "b": {
        const escape = echoEscapes(this.#argument() ?? "", true);
        if (escape.ended) this.#ended = true;
        return pad(cut(escape.text, precision), width, flags);
      }
      case "q":
        return pad(cut(quoteBackslash(this.#argument() ?? ""), precision), width, flags);
      case "Q":
        return pad(quoteBackslash(cut(this.#argument() ?? "", precision)), width, flags);
      case "c":
        return pad([...(this.#argument() ?? "")][0] ?? "", width, flags);
      case "d":
      case "i":
        return integerText(this.#integer(this.#argument()), "d", flags, width, precision);
      case "u":
      case "o":
      case "x":
      case "X":
        return integerText(BigInt.asUintN(64, this.#integer(this.#argument())), letter, flags, width, precision);
      case "e":
      case "E":
      case "f":
      case "F":
      case "g":
      case "G":
      case "a":
      case "A":
        return floatText(this.#float(this.#argument()), letter, flags, width, precision);
      default:
        this.complaints.push(`\`${letter}': invalid format character`);
        this.#ended = true;
        return "";
    }
  }

  #integer(text: string | undefined): bigint {
    if (text === undefined || text === "") return 0n;
    if (text.startsWith("'") || text.startsWith('"')) return BigInt(text.codePointAt(1) ?? 0);
    const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
    const whole = match ? parseInteger(match[2] ?? "0") : undefined;
    if (!match || match[0].length !== text.trimEnd().length) this.#badNumber(text);
    const value = typeof whole === "bigint" ? whole : 0n;
    return match?.[1] === "-" ? -value : value;
  }

  #float(text: string | undefined): number {
    if (text === undefined || text === "") return 0;
    if (text.startsWith("'") || text.startsWith('"')) return text.codePointAt(1) ?? 0;
    const match = /^\s*[-+]?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i.exec(text);
    if (!match || match[0].length !== text.trimEnd().length) this.#badNumber(text);
    const number = match?.[0].trim().toLowerCase().replace(/^\+/, "") ?? "0";
    return /inf/.test(number) ? (number.startsWith("-") ? -Infinity : Infinity) : Number(number);
  }

  #badNumber(text: string): void {
    const { name } = this.#shell.flavour;
    this.complaints.push(
      name === "bash"
        ? `${text}: invalid number`
        : name === "dash"
          ? `${text}: ${/^\s*[-+]?\d/.test(text) ? "not completely converted" : "expected numeric value"}`
          : `invalid number '${text}'`,
    );
  }

  #time(format: string, text: string | undefined): string {
    const at =
      text === undefined || text === "-1"
        ? this.#shell.sys.now()
        : text === "-2"
          ? this.#shell.started
          : Number(this.#integer(text)) * 1000;
    return strftime(this.#shell, format === "" ? "%X" : format, at);
  }
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : [...text].slice(0, precision).join("");
}

function pad(text: string, width: number, flags: string): string {
  // printf counts bytes, but bash counts characters where the locale is UTF-8.
  const missing = Math.max(0, width - [...text].length);
  return flags.includes("-") ? text + " ".repeat(missing) : " ".repeat(missing) + text;
}

function integerText(
  value: bigint,
  letter: "d" | "u" | "o" | "x" | "X",
  flags: string,
  width: number,
  precision: number | undefined,
): string {
  const size = value < 0n ? -value : value;
  const base = letter === "o" ? 8 : letter === "x" || letter === "X" ? 16 : 10;
  let digits = size.toString(base);
  if (precision !== undefined) digits = precision === 0 && size === 0n ? "" : digits.padStart(precision, "0");
  const alternate =
    flags.includes("#") && size !== 0n ? (letter === "o" ? (digits.startsWith("0") ? "" : "0") : base === 16 ? "0x" : "") : "";
  const sign = value < 0n ? "-" : letter === "d" && flags.includes("+") ? "+" : letter === "d" && flags.includes(" ") ? " " : "";
  const text = finishNumber(sign + alternate, digits, flags, width, precision === undefined);
  return letter === "X" ? text.toUpperCase() : text;
}

function finishNumber(prefix: string, digits: string, flags: string, width: number, zeros: boolean): string {
  if (flags.includes("0") && zeros && !flags.includes("-")) return prefix + digits.padStart(width - prefix.length, "0");
  return pad(prefix + digits, width, flags);
}

function floatText(value: number, letter: string, flags: string, width: number, precision = 6): string {
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  let digits: string;
  if (!Number.isFinite(value)) digits = Number.isNaN(value) ? "nan" : "inf";
  else if (/[fF]/.test(letter)) digits = size.toFixed(Math.min(100, precision));
  else if (/[eE]/.test(letter)) digits = exponent(size.toExponential(Math.min(100, precision)));
  else digits = general(size, precision === 0 ? 1 : precision, flags.includes("#"));
  const text = finishNumber(sign, digits, flags, width, Number.isFinite(value));
  return /[A-Z]/.test(letter) ? text.toUpperCase() : text;
}

function exponent(text: string): string {
  return text.replace(/e([-+])(\d)$/, "e$10$2");
}

function general(size: number, precision: number, keep: boolean): string {
  const power = size === 0 ? 0 : Number(size.toExponential(precision - 1).split("e")[1]);
  const text = power < -4 || power >= precision ? exponent(size.toExponential(precision - 1)) : size.toFixed(precision - 1 - power);
  return keep ? text : text.replace(/(\.\d*?)0+(e|$)/, "$1$2").replace(/\.(e|$)/, "$1");
}
