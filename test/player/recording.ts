import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** One keystroke group and what the terminal showed until the next. */
export interface Step {
  /** `$` a line whose prompt came back, `>` a line into something interactive, `key` keys, `sleep` a pause. */
  readonly kind: "$" | ">" | "key" | "sleep";
  readonly send: string;
  readonly shown: string;
  /** Status of the last host command that ended during the step; null when none did. */
  readonly exit: number | null;
}

/** A session recorded from a real engine; the format is described in test/recordings/README.md. */
export interface Recording {
  readonly engine: string;
  readonly scenario: string;
  readonly title: string;
  readonly lang: "en" | "ko";
  readonly columns: number;
  readonly rows: number;
  readonly images: readonly string[];
  readonly steps: readonly Step[];
}

const ROOT = pathToFileURL(`${process.cwd()}/test/recordings/`);

/** Names of the recordings of a release and area. */
export function recordingNames(release: string, area: string): readonly string[] {
  return readdirSync(new URL(`${release}/${area}/`, ROOT))
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
}

export function readRecording(release: string, area: string, name: string): Recording {
  return JSON.parse(readFileSync(new URL(`${release}/${area}/${name}.json`, ROOT), "utf8")) as Recording;
}
