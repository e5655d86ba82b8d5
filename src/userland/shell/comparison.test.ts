import { describe, expect, test } from "vitest";
import ashRecorded from "./recorded/ash.json" with { type: "json" };
import bashRecorded from "./recorded/bash.json" with { type: "json" };
import dashRecorded from "./recorded/dash.json" with { type: "json" };
import { bootShell } from "./testing.ts";

/** Process ids are chance. */
function withoutPids(text: string): string {
  return text.replace(/(line \d+:) +\d+ /g, "$1 PID ");
}

for (const [shell, recorded] of [
  ["bash", bashRecorded],
  ["dash", dashRecorded],
  ["ash", ashRecorded],
] as const) {
  describe(`${shell} prints what the real one printed`, () => {
    for (const { script, stdout, stderr, status } of recorded) {
      test(script, async () => {
        const machine = bootShell({ files: { "/tmp/w/.keep": "" } });
        const result = await machine.run([shell, "-c", script], { cwd: "/tmp/w" });
        expect({ stdout: result.stdout, stderr: withoutPids(result.stderr), status: result.status, defects: machine.defects }).toEqual({
          stdout,
          stderr: withoutPids(stderr),
          status,
          defects: [],
        });
      });
    }
  });
}
