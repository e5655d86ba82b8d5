/** The lines that dd ends with. */

import type { Sys } from "#abi";
import { flavourOf } from "../tool/flavour.ts";
import { formatFloat } from "../tool/printf.ts";
import { humanSize, roundSize } from "../tool/size.ts";
import type { DdSettings } from "./operands.ts";

export interface Tally {
  readonly started: number;
  inFull: number;
  inPart: number;
  outFull: number;
  outPart: number;
  truncated: number;
  bytes: number;
}

export function summary(sys: Sys, tally: Tally, status: DdSettings["status"]): string {
  if (status === "none") return "";
  const records = `${tally.inFull}+${tally.inPart} records in\n${tally.outFull}+${tally.outPart} records out\n`;
  if (status === "noxfer") return records;
  const seconds = (sys.now() - tally.started) / 1000;
  if (flavourOf(sys) === "busybox")
    return `${records}${tally.bytes} bytes (${busyboxSize(tally.bytes)}) copied, ${seconds.toFixed(6)} seconds, ${busyboxSize(tally.bytes / Math.max(seconds, 1e-6))}/s\n`;
  const time = formatFloat({ flags: "", width: 0, precision: 6, letter: "g" }, seconds);
  const rate = seconds <= 0 ? "Infinity B/s" : `${roundSize(Math.round(tally.bytes / seconds), 1000)}/s`;
  const sizes =
    tally.bytes < 1000
      ? ""
      : tally.bytes < 1024
        ? ` (${roundSize(tally.bytes, 1000)})`
        : ` (${roundSize(tally.bytes, 1000)}, ${roundSize(tally.bytes, 1024)})`;
  return `${records}${tally.bytes} byte${tally.bytes === 1 ? "" : "s"}${sizes} copied, ${time} s, ${rate}\n`;
}

function busyboxSize(bytes: number): string {
  const text = humanSize(Math.round(bytes));
  return /\d$/.test(text) ? `${text}B` : `${text}B`;
}
