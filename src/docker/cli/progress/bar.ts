import type { ProgressDetail } from "#api";
import { humanSize } from "../go/units.ts";

/** `[=====>      ]  12.3MB/45.6MB`, without the bar when the terminal is narrow. */
export function progressBar({ current = 0, total = 0, units = "", hidecounts = false }: ProgressDetail, columns: number): string {
  if (current <= 0 && total <= 0) return "";
  if (total <= 0) return units === "" ? humanSize(current).padStart(8) : `${current} ${units}`;
  const half = Math.min(50, Math.trunc(Math.trunc((current / total) * 100) / 2));
  const bar = columns > 110 ? `[${"=".repeat(half)}>${" ".repeat(50 - half)}] ` : "";
  return bar + (hidecounts ? "" : counts(current, total, units));
}

function counts(current: number, total: number, units: string): string {
  if (units !== "") return current > total ? `${current} ${units}` : `${current}/${total} ${units}`;
  const done = humanSize(current).padStart(8);
  return current > total ? done : `${done}/${humanSize(total)}`;
}
