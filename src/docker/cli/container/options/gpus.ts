import { keyValues } from "../../command/flags.ts";
import { csvFields } from "../../go/csv.ts";
import { atoi } from "../../go/numbers.ts";

/** `--gpus`. */
export interface DeviceRequest {
  readonly Driver: string;
  readonly Count: number;
  readonly DeviceIDs: readonly string[] | null;
  readonly Capabilities: readonly (readonly string[])[];
  readonly Options: Readonly<Record<string, string>>;
}

/** Parses `all`, `2`, `device=0,…`. Throws an Error with docker's text. */
export function parseGpus(text: string, badCount: string): DeviceRequest {
  const seen = new Set<string>();
  let request: DeviceRequest = { Driver: "", Count: 0, DeviceIDs: null, Capabilities: [["gpu"]], Options: {} };
  for (const field of csvFields(text)) {
    const at = field.indexOf("=");
    const key = at < 0 ? field : field.slice(0, at);
    const value = field.slice(at + 1);
    if (seen.has(key)) throw new Error(`gpu request key '${key}' can be specified only once`);
    seen.add(key);
    if (at < 0) {
      seen.add("count");
      request = { ...request, Count: count(key, badCount) };
    } else if (key === "driver") request = { ...request, Driver: value };
    else if (key === "count") request = { ...request, Count: count(value, badCount) };
    else if (key === "device") request = { ...request, DeviceIDs: value.split(",") };
    else if (key === "capabilities") request = { ...request, Capabilities: [[...value.split(","), "gpu"]] };
    else if (key === "options") request = { ...request, Options: keyValues(csvFields(value)) };
    else throw new Error(`unexpected key '${key}' in '${field}'`);
  }
  return seen.has("count") || request.DeviceIDs ? request : { ...request, Count: 1 };
}

function count(text: string, badCount: string): number {
  if (text === "all") return -1;
  try {
    return atoi(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = badCount.startsWith("count") ? error.message : error.message.replace(/^.*: /, "");
    throw new Error(badCount.replace("{}", text).replace("{error}", reason));
  }
}
