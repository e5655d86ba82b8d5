import { diffLines } from "./diff.ts";
import type { PlayedStep } from "./player.ts";

/** What differs in a played recording, for people. */
export function report(name: string, steps: readonly PlayedStep[]): string {
  const unequal = steps.filter((step) => !step.equal);
  const head = `${name}: ${steps.length - unequal.length} of ${steps.length} steps equal`;
  return [head, ...unequal.map(describe)].join("\n");
}

function describe(played: PlayedStep): string {
  const { step, index } = played;
  const status = step.exit === null || step.exit === played.exit ? "" : `\n    exit status ${step.exit} recorded, ${played.exit} here`;
  const lines = diffLines(played.expected, played.actual).map((line) => `    ${line}`);
  return [`  step ${index} ${step.kind} ${step.send}${status}`, ...lines].join("\n");
}
