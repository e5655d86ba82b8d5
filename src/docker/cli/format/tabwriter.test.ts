import fc from "fast-check";
import { expect, test } from "vitest";
import { alignTable } from "./tabwriter.ts";

test("columns are as wide as their widest cell and the padding", () => {
  expect(alignTable("ID\tNAME\tX\n1\ta long name\ty\n", 10, 3)).toBe("ID        NAME          X\n1         a long name   y\n");
  expect(alignTable("CONTAINER ID\tIMAGE\n4c01db0b339c\tbusybox\n", 20, 1)).toBe(
    "CONTAINER ID        IMAGE\n4c01db0b339c        busybox\n",
  );
  expect(alignTable("CONTAINER ID\tIMAGE\n4c01db0b339c\tbusybox\n", 10, 3)).toBe("CONTAINER ID   IMAGE\n4c01db0b339c   busybox\n");
});

test("a line without a cell ends the column", () => {
  expect(alignTable("a\tb\tc\nplain\nlonger cell\tb\n", 0, 1)).toBe("a b c\nplain\nlonger cell b\n");
});

test("without a tab nothing changes; a last cell that ends in a tab is padded too", () => {
  expect(alignTable("just text\n", 20, 1)).toBe("just text\n");
  expect(alignTable("a\tb\t\n", 4, 1)).toBe("a   b   \n");
});

test("characters are counted, not bytes", () => {
  expect(alignTable("é…\tx\nabc\ty\n", 0, 1)).toBe("é…  x\nabc y\n");
});

const cell = fc.string({ unit: fc.constantFrom("a", "b", " ", "é"), maxLength: 12 });

test("the last cells of lines with as many cells stand below each other", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { minLength: 1 }),
      fc.nat(20),
      fc.nat(3),
      (width, rows, least, padding) => {
        const lines = rows.map((row) => [...row.slice(0, width), "#"]);
        const shown = alignTable(lines.map((line) => `${line.join("\t")}\n`).join(""), least, padding)
          .trimEnd()
          .split("\n");
        expect(new Set(shown.map((line) => line.indexOf("#"))).size).toBe(1);
        expect(shown.length).toBe(lines.length);
      },
    ),
  );
});
