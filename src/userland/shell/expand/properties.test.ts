import fc from "fast-check";
import { expect, test } from "vitest";
import { bootShell } from "../testing.ts";
import { FieldBuilder, fieldText } from "./fields.ts";
import { escapePattern, matchesPattern } from "./pattern.ts";
import { quoteAnsiC, quoteBackslash, quoteDouble, quoteSingle } from "./quote.ts";

const text = fc.string({ unit: "grapheme", maxLength: 30 }).filter((one) => !one.includes("\0"));
const ascii = fc.string({ unit: fc.constantFrom(..."ab \t\n'\"\\$`!*?[]{}()<>|&;#~=%^-+.,:/é한💀\x01\x7f"), maxLength: 20 });
const machine = bootShell();

async function echoBack(word: string): Promise<string> {
  const { stdout, stderr } = await machine.shell(`printf %s. ${word}`);
  expect(stderr).toBe("");
  return stdout.slice(0, -1);
}

for (const [name, quote] of [
  ["single quotes", quoteSingle],
  ["backslashes, as printf %q writes them", quoteBackslash],
  ["double quotes", quoteDouble],
  ["$'…'", quoteAnsiC],
] as const) {
  test(`a text quoted with ${name} comes back as it was`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, ascii), async (one) => {
        expect(await echoBack(quote(one))).toBe(one);
      }),
      { numRuns: 150 },
    );
  });
}

test("printf %q of the shell itself, evaluated, gives the text back", async () => {
  await fc.assert(
    fc.asyncProperty(ascii, async (one) => {
      const { stdout } = await machine.shell('x=$(printf %q. "$1"); eval "printf %s ${x%.}"', { arguments: ["bash", one] });
      expect(stdout).toBe(one);
    }),
    { numRuns: 150 },
  );
});

function split(value: string, ifs: string): string[] {
  const builder = new FieldBuilder(ifs, true);
  builder.expanded(value);
  return builder.finish().map(fieldText);
}

test("splitting at blanks gives the words, whatever lies between them", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abc:*'"), minLength: 1, maxLength: 5 });
  const blanks = fc.string({ unit: fc.constantFrom(" ", "\t", "\n"), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(word, blanks)), fc.option(blanks, { nil: "" }), (pairs, before) => {
      expect(split(before + pairs.map(([one, gap]) => one + gap).join(""), " \t\n")).toEqual(pairs.map(([one]) => one));
    }),
  );
});

test("splitting at a character that is no blank keeps empty fields but the last", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom(..."ab "), maxLength: 3 })), (words) => {
      const fields = words.at(-1) === "" ? words.slice(0, -1) : words;
      expect(split(words.join(":"), ":")).toEqual(fields);
    }),
  );
});

test("an empty IFS doesn't split", () => {
  fc.assert(
    fc.property(
      text.filter((one) => one !== ""),
      (one) => {
        expect(split(one, "")).toEqual([one]);
      },
    ),
  );
});

test("an escaped pattern matches exactly its text", () => {
  fc.assert(
    fc.property(ascii, ascii, (one, other) => {
      expect(matchesPattern(escapePattern(one), one, { extglob: true })).toBe(true);
      expect(matchesPattern(escapePattern(one), other, { extglob: true })).toBe(one === other);
    }),
  );
});
