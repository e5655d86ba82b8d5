/** The operands of dd: `if=FILE bs=1M count=3 conv=notrunc …`. */

import type { Sys } from "#abi";
import { Failure, UsageFailure } from "../tool/messages.ts";
import { quote } from "../tool/quote.ts";
import { parseSize } from "../tool/size.ts";

export interface DdSettings {
  readonly input: string | undefined;
  readonly output: string | undefined;
  /** Bytes. */
  readonly inputBlock: number;
  readonly outputBlock: number;
  /** Blocks; infinite if absent. */
  readonly count: number;
  /** Bytes, instead of blocks, with iflag=count_bytes. */
  readonly countBytes: number | undefined;
  /** Bytes. */
  readonly skip: number;
  readonly seek: number;
  readonly status: "default" | "none" | "noxfer" | "progress";
  readonly conversions: readonly string[];
  /** Whether the bytes change on their way. */
  readonly converts: boolean;
  readonly truncates: boolean;
  readonly creates: boolean;
  readonly exclusive: boolean;
  readonly appends: boolean;
  readonly fullBlocks: boolean;
  readonly sparse: boolean;
}

const CONVERSIONS = [
  "ascii",
  "ebcdic",
  "ibm",
  "block",
  "unblock",
  "lcase",
  "ucase",
  "sparse",
  "swab",
  "sync",
  "excl",
  "nocreat",
  "notrunc",
  "noerror",
  "fdatasync",
  "fsync",
];
const FLAGS = [
  "append",
  "direct",
  "directory",
  "dsync",
  "sync",
  "fullblock",
  "nonblock",
  "noatime",
  "nocache",
  "noctty",
  "nofollow",
  "count_bytes",
  "skip_bytes",
  "seek_bytes",
];
const STATUSES = ["none", "noxfer", "progress"] as const;

export function parseOperands(sys: Sys, operands: readonly string[]): DdSettings {
  const values = new Map<string, string>();
  for (const operand of operands) {
    const [, name = "", value = ""] = /^([a-z]+)=([^]*)$/.exec(operand) ?? [];
    if (
      !["if", "of", "bs", "ibs", "obs", "cbs", "count", "skip", "iseek", "seek", "oseek", "status", "conv", "iflag", "oflag"].includes(name)
    ) {
      throw new UsageFailure(`unrecognized operand ${quote(sys, operand)}`);
    }
    values.set(name, values.has(name) && /^(conv|iflag|oflag)$/.test(name) ? `${values.get(name)},${value}` : value);
  }
  const words = (name: string, known: readonly string[], what: string) =>
    (values.get(name) ?? "")
      .split(",")
      .filter(Boolean)
      .map((word) => {
        if (!known.includes(word)) throw new UsageFailure(`invalid ${what}: ${quote(sys, word)}`);
        return word;
      });
  const conversions = words("conv", CONVERSIONS, "conversion");
  const inputFlags = words("iflag", FLAGS, "input flag");
  const outputFlags = words("oflag", FLAGS, "output flag");
  const inputBlock = number(sys, values.get("bs") ?? values.get("ibs") ?? "512", 1);
  const outputBlock = number(sys, values.get("bs") ?? values.get("obs") ?? "512", 1);
  const count = values.get("count");
  const skip = values.get("skip") ?? values.get("iseek") ?? "0";
  const seek = values.get("seek") ?? values.get("oseek") ?? "0";
  const status = values.get("status");
  const level = STATUSES.find((one) => one === status);
  if (status !== undefined && level === undefined) throw new UsageFailure(`invalid status level: ${quote(sys, status)}`);
  const inBytes = (text: string, flags: readonly string[], flag: string) => flags.includes(flag) || text.endsWith("B");
  return {
    input: values.get("if"),
    output: values.get("of"),
    inputBlock,
    outputBlock,
    count:
      count === undefined
        ? Number.POSITIVE_INFINITY
        : inBytes(count, inputFlags, "count_bytes")
          ? Number.POSITIVE_INFINITY
          : number(sys, count, 0),
    countBytes: count !== undefined && inBytes(count, inputFlags, "count_bytes") ? number(sys, count, 0) : undefined,
    skip: number(sys, skip, 0) * (inBytes(skip, inputFlags, "skip_bytes") ? 1 : inputBlock),
    seek: number(sys, seek, 0) * (inBytes(seek, outputFlags, "seek_bytes") ? 1 : outputBlock),
    status: level ?? "default",
    conversions,
    converts: conversions.some((word) => ["lcase", "ucase", "swab", "sync"].includes(word)),
    truncates: !conversions.includes("notrunc"),
    creates: !conversions.includes("nocreat"),
    exclusive: conversions.includes("excl"),
    appends: outputFlags.includes("append"),
    fullBlocks: inputFlags.includes("fullblock"),
    sparse: conversions.includes("sparse"),
  };
}

/** `1M`, `2x512`, `10B`. */
function number(sys: Sys, text: string, least: number): number {
  const factors = text.split("x").map((part) => parseSize(part.replace(/^(\d+)B$/, "$1c")));
  let product = 1;
  for (const factor of factors) product *= factor ?? Number.NaN;
  if (!Number.isSafeInteger(product) || product < least || !/^\d/.test(text)) throw new Failure(`invalid number: ${quote(sys, text)}`);
  return product;
}
