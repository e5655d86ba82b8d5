import fc from "fast-check";
import { expect, test } from "vitest";
import { type StdStream, stdcopyDecoder, stdcopyFrame } from "./stdcopy.ts";

test("frames cut anywhere come out whole and in order", () => {
  const frame = fc.record({ stream: fc.constantFrom<StdStream>(1, 2, 3), bytes: fc.uint8Array({ maxLength: 40 }) });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (frames, cuts) => {
      const whole = frames.flatMap(({ stream, bytes }) => [...stdcopyFrame(stream, bytes)]);
      const decoder = stdcopyDecoder();
      const out = new Map<number, number[]>();
      for (let at = 0, turn = 0; at < whole.length; turn++) {
        const size = cuts[turn % cuts.length] ?? 1;
        for (const piece of decoder.push(Uint8Array.from(whole.slice(at, at + size))))
          out.set(piece.stream, [...(out.get(piece.stream) ?? []), ...piece.bytes]);
        at += size;
      }
      for (const stream of [1, 2, 3])
        expect(out.get(stream) ?? []).toEqual(frames.filter((one) => one.stream === stream).flatMap((one) => [...one.bytes]));
      expect(decoder.inFrame).toBe(false);
    }),
  );
});

test("a stream number that does not exist is refused", () => {
  expect(() => stdcopyDecoder().push(Uint8Array.from([9, 0, 0, 0, 0, 0, 0, 1, 65]))).toThrow("Unrecognized input header: 9");
});
