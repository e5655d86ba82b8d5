/** `npm run play [RELEASE[/AREA[/NAME]] …] [--all]`: plays recordings and prints what differs and the share of equal steps. */

import { play } from "./player.ts";
import { readRecording, recordingNames } from "./recording.ts";
import { report } from "./report.ts";

const RELEASES = ["19.03.12", "28.5.2"];
const AREAS = ["post", "containers", "images", "volumes", "networks", "system", "build"];

const names = RELEASES.flatMap((release) =>
  AREAS.flatMap((area) => recordingNames(release, area).map((name) => `${release}/${area}/${name}`)),
);
const asked = process.argv.slice(2);
const chosen = asked.length === 0 ? names : names.filter((name) => asked.some((word) => name === word || name.startsWith(`${word}/`)));

let equal = 0;
let all = 0;
for (const name of chosen) {
  const [release = "", area = "", scenario = ""] = name.split("/");
  const start = performance.now();
  try {
    const played = await play(readRecording(release, area, scenario));
    equal += played.filter((step) => step.equal).length;
    all += played.length;
    console.log(`${report(name, played)}\n  (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    console.log(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
console.log(`${equal} of ${all} steps equal in ${chosen.length} recordings (${((100 * equal) / all).toFixed(1)} %)`);
process.exit(0);
