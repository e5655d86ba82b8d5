import { describe, expect, it } from "vitest";
import { DIFFERENCES } from "./differences.data.ts";
import { play } from "./player.ts";
import { readRecording, recordingNames } from "./recording.ts";
import { report } from "./report.ts";

/** The post's recordings, step by step; the other areas' share of equal steps is what `npm run play` prints. */
const RELEASES = ["19.03.12", "28.5.2"];
const AREAS = ["post"];

for (const release of RELEASES) {
  for (const area of AREAS) {
    const names = recordingNames(release, area).map((name) => `${release}/${area}/${name}`);
    describe(`${release}/${area}`, () => {
      it.each(names)("%s shows what the real engine showed", async (name) => {
        const recording = readRecording(release, area, name.slice(release.length + area.length + 2));
        const played = await play(recording);
        const known = DIFFERENCES[name] ?? {};
        const unequal = played.filter((step) => !step.equal).map((step) => step.index);
        expect(unequal, report(name, played)).toEqual(Object.keys(known).map(Number));
      });
    });
  }
}
