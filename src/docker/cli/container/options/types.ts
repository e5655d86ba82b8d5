import type { ValueContext } from "../../command/values.ts";
import { parseGpus } from "./gpus.ts";
import { parseMount } from "./mount.ts";
import { parseNetwork } from "./network.ts";
import { parseUlimit } from "./ulimit.ts";

/** Checks of the value types that only containers have. */
export const VALUE_TYPES: ValueContext["types"] = new Map<string, (text: string, context: ValueContext) => void>([
  ["ulimit", (text) => void parseUlimit(text)],
  ["mount", (text, { cwd, strictSizes }) => void parseMount(text, cwd, strictSizes)],
  ["network", (text) => void parseNetwork(text)],
  ["gpu-request", (text, { texts }) => void parseGpus(text, texts.gpuCount)],
]);
