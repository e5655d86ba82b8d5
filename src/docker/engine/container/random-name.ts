import type { Random } from "#abi";
import { randomBelow } from "../ids.ts";
import { ADJECTIVES, SURNAMES } from "./names.data.ts";

/** `adjective_surname`; from the `retry`-th attempt on with a digit. Steve Wozniak is not boring. */
export function randomName(random: Random, retry: number): string {
  for (;;) {
    const name = `${ADJECTIVES[randomBelow(random, ADJECTIVES.length)]}_${SURNAMES[randomBelow(random, SURNAMES.length)]}`;
    if (name === "boring_wozniak") continue;
    return retry > 0 ? `${name}${randomBelow(random, 10)}` : name;
  }
}
