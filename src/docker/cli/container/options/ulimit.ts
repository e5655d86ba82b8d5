import type { Ulimit } from "#api";
import { parseInteger } from "../../go/numbers.ts";

const NAMES = [
  "core",
  "cpu",
  "data",
  "fsize",
  "locks",
  "memlock",
  "msgqueue",
  "nice",
  "nofile",
  "nproc",
  "rss",
  "rtprio",
  "rttime",
  "sigpending",
  "stack",
];

/** `--ulimit nofile=1024:2048`. Throws an Error with go-units' text. */
export function parseUlimit(text: string): Ulimit {
  const at = text.indexOf("=");
  if (at < 0) throw new Error(`invalid ulimit argument: ${text}`);
  const name = text.slice(0, at);
  if (!NAMES.includes(name)) throw new Error(`invalid ulimit type: ${name}`);
  const limits = text.slice(at + 1).split(":");
  if (limits.length > 2)
    throw new Error(`too many limit value arguments - ${text.slice(at + 1)}, can only have up to two, \`soft[:hard]\``);
  const [softText = "", hardText] = limits;
  const hard = hardText === undefined ? undefined : parseInteger(hardText, 64, 10);
  const soft = parseInteger(softText, 64, 10);
  if (hard !== undefined && hard !== -1) {
    if (soft === -1) throw new Error(`ulimit soft limit must be less than or equal to hard limit: soft: -1 (unlimited), hard: ${hard}`);
    if (soft > hard) throw new Error(`ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`);
  }
  return { Name: name, Hard: hard ?? soft, Soft: soft };
}
