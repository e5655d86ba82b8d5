import { describe, expect, it } from "vitest";
import { DIFFERENCES } from "./differences.data.ts";
import { play } from "./player.ts";
import { readRecording, recordingNames } from "./recording.ts";
import { report } from "./report.ts";

/** DRYDOCK_PLAY=28.5.2/containers plays that area only; DRYDOCK_PLAY=19.03.12/post/blog one recording. */
const only = process.env["DRYDOCK_PLAY"];
const RELEASES = ["19.03.12", "28.5.2"];
const AREAS = ["post", "containers", "images", "volumes", "networks", "system"];

for (const release of RELEASES) {
  for (const area of AREAS) {
    const names = recordingNames(release, area).map((name) => `${release}/${area}/${name}`);
    const chosen = names.filter((name) => only === undefined || name === only || name.startsWith(`${only}/`));
    if (chosen.length === 0) continue;
    describe(`${release}/${area}`, () => {
      it.each(chosen)("%s shows what the real engine showed", async (name) => {
        const recording = readRecording(release, area, name.slice(release.length + area.length + 2));
        const played = await play(recording);
        const known = DIFFERENCES[name] ?? {};
        const unequal = played.filter((step) => !step.equal).map((step) => step.index);
        expect(unequal, report(name, played)).toEqual(Object.keys(known).map(Number));
      });
    });
  }
}
