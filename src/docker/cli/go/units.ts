import { formatG } from "./numbers.ts";

/** go-units: sizes and ages for people. */

const DECIMAL = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

/** Decimal units, `precision` significant digits: 166MB, 1.235kB. */
export function humanSize(bytes: number, precision: number = 4): string {
  return scaled(bytes, 1000, DECIMAL, precision);
}

/** Binary units: 1GiB, 512MiB. */
export function bytesSize(bytes: number): string {
  return scaled(bytes, 1024, BINARY, 4);
}

function scaled(bytes: number, base: number, units: readonly string[], precision: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= base && unit < units.length - 1) {
    size /= base;
    unit++;
  }
  return `${formatG(size, precision)}${units[unit]}`;
}

/** An age in milliseconds: `About a minute`, `3 weeks`. */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < 1) return "Less than a second";
  if (seconds === 1) return "1 second";
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(ms / 60_000);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(ms / 3_600_000 + 0.5);
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(Math.trunc(ms / 3_600_000) / 24 / 365)} years`;
}

const POWERS: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 };

/** RAMInBytes: `512m`, `1.5GiB`. Throws an Error with the text of go-units. */
export function ramInBytes(text: string, strictSuffix: boolean): number {
  if (!strictSuffix) {
    const match = /^(\d+(?:\.\d+)*) ?([kKmMgGtTpP])?[iI]?[bB]?$/.exec(text);
    if (!match) throw new Error(`invalid size: '${text}'`);
    return Math.trunc(Number(match[1]) * 1024 ** (POWERS[(match[2] ?? "").toLowerCase()] ?? 0));
  }
  const sep = Math.max(...[..."0123456789. "].map((char) => text.lastIndexOf(char)));
  if (sep < 0) throw new Error(`invalid size: '${text}'`);
  const number = text[sep] === " " ? text.slice(0, sep) : text.slice(0, sep + 1);
  const suffix = text.slice(sep + 1).toLowerCase();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(number)) throw new Error(`strconv.ParseFloat: parsing "${number}": invalid syntax`);
  const size = Number(number);
  if (size < 0) throw new Error(`invalid size: '${text}'`);
  const ok = /^(b|[kmgtp](b|ib)?)?$/.test(suffix);
  if (!ok) throw new Error(`invalid suffix: '${text.slice(sep + 1).length > 3 ? text.slice(sep + 1) : suffix}'`);
  return Math.trunc(size * 1024 ** (POWERS[suffix[0] ?? ""] ?? 0));
}
