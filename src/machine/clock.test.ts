import { describe, expect, it } from "vitest";
import { createVirtualClock } from "./clock.ts";
import { createRandom } from "./random.ts";

describe("virtual clock", () => {
  it("calls timers in order of time, then of asking, and time jumps to them", () => {
    const clock = createVirtualClock(1000);
    const seen: string[] = [];
    clock.after(20, () => seen.push(`b ${clock.now()}`));
    clock.after(10, () => seen.push(`a ${clock.now()}`));
    clock.after(20, () => seen.push(`c ${clock.now()}`));
    const cancel = clock.after(15, () => seen.push("never"));
    cancel();
    expect(clock.nextDue()).toBe(1010);
    while (clock.step());
    expect(seen).toEqual(["a 1010", "b 1020", "c 1020"]);
    expect(clock.nextDue()).toBeUndefined();
    expect(clock.step()).toBe(false);
  });

  it("moves on by itself when told, never back", () => {
    const clock = createVirtualClock(0);
    clock.moveTo(500);
    clock.moveTo(100);
    expect(clock.now()).toBe(500);
  });
});

describe("random source", () => {
  it("repeats itself for the same seed and differs for another", () => {
    const bytes = (seed: number) => [...createRandom(seed).bytes(32)];
    expect(bytes(7)).toEqual(bytes(7));
    expect(bytes(7)).not.toEqual(bytes(8));
  });

  it("spreads over all values", () => {
    const counts = new Map<number, number>();
    for (const byte of createRandom(3).bytes(256 * 200)) counts.set(byte, (counts.get(byte) ?? 0) + 1);
    expect(counts.size).toBe(256);
    expect(Math.max(...counts.values())).toBeLessThan(300);
  });
});
