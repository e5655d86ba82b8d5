import { describe, expect, test } from "vitest";
import { csvFields } from "./csv.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { canonicalIp, isMacAddress } from "./ip.ts";
import { naturalOrder } from "./natural-order.ts";
import { formatG, parseBool, parseInteger, parseUnsigned } from "./numbers.ts";
import { quote } from "./quote.ts";
import { bytesSize, humanDuration, humanSize, ramInBytes } from "./units.ts";

test.each([
  [0, "0B"],
  [999, "999B"],
  [1000, "1kB"],
  [1234, "1.234kB"],
  [12_345, "12.35kB"],
  [166_000_000, "166MB"],
  [1_220_000, "1.22MB"],
  [1e12, "1TB"],
  [999_999, "1000kB"],
])("humanSize of %d", (bytes, text) => expect(humanSize(bytes)).toBe(text));

test.each([
  [0, "0B"],
  [1023, "1023B"],
  [1024, "1KiB"],
  [1536, "1.5KiB"],
  [3_973_148_672, "3.7GiB"],
  [536_870_912, "512MiB"],
  [2 ** 50, "1PiB"],
])("bytesSize of %d", (bytes, text) => expect(bytesSize(bytes)).toBe(text));

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];
test.each([
  [0, "Less than a second"],
  [999, "Less than a second"],
  [SECOND, "1 second"],
  [59 * SECOND, "59 seconds"],
  [60 * SECOND, "About a minute"],
  [2 * MINUTE, "2 minutes"],
  [59 * MINUTE, "59 minutes"],
  [60 * MINUTE, "About an hour"],
  [89 * MINUTE, "About an hour"],
  [90 * MINUTE, "2 hours"],
  [47 * HOUR, "47 hours"],
  [48 * HOUR, "2 days"],
  [13 * DAY, "13 days"],
  [14 * DAY, "2 weeks"],
  [59 * DAY, "8 weeks"],
  [60 * DAY, "2 months"],
  [729 * DAY, "24 months"],
  [730 * DAY, "2 years"],
])("humanDuration of %d ms", (ms, text) => expect(humanDuration(ms)).toBe(text));

describe("ramInBytes", () => {
  test.each([
    ["1", 1],
    ["1b", 1],
    ["1k", 1024],
    ["1KB", 1024],
    ["1KiB", 1024],
    ["1.5m", 1_572_864],
    ["2 g", 2 * 1024 ** 3],
    ["1t", 1024 ** 4],
  ])("%s", (text, bytes) => expect(ramInBytes(text, true)).toBe(bytes));
  test.each([
    ["", true, "invalid size: ''"],
    ["-1", true, "invalid size: '-1'"],
    ["1x", true, "invalid suffix: 'x'"],
    ["1x", false, "invalid size: '1x'"],
    ["1 000", true, 'strconv.ParseFloat: parsing "1 000": invalid syntax'],
  ])("%j is refused", (text, strict, message) => expect(() => ramInBytes(text, strict)).toThrow(new Error(message)));
});

describe("durations", () => {
  test.each([
    ["0", 0],
    ["1s", 1e9],
    ["1.5h", 5.4e12],
    ["1m30s", 9e10],
    ["100ms", 1e8],
    ["-2us", -2000],
    ["3ns", 3],
  ])("%s", (text, nanoseconds) => expect(parseDuration(text)).toBe(nanoseconds));
  test.each([
    ["", 'time: invalid duration ""'],
    ["5", 'time: missing unit in duration "5"'],
    ["5y", 'time: unknown unit "y" in duration "5y"'],
    ["s", 'time: invalid duration "s"'],
  ])("%j is refused", (text, message) => expect(() => parseDuration(text)).toThrow(new Error(message)));
  test.each([
    [0, "0s"],
    [3e10, "30s"],
    [9e10, "1m30s"],
    [3.6e12, "1h0m0s"],
    [1_500_000, "1.5ms"],
    [2000, "2µs"],
  ])("%d as text", (nanoseconds, text) => expect(formatDuration(nanoseconds)).toBe(text));
});

test("numbers", () => {
  expect([parseBool("T"), parseBool("0"), parseInteger("-0x1f", 64), parseInteger("017", 64), parseUnsigned("0b11", 16)]).toEqual([
    true,
    false,
    -31,
    15,
    3,
  ]);
  expect(() => parseInteger("9223372036854775808", 64)).toThrow('strconv.ParseInt: parsing "9223372036854775808": value out of range');
  expect([formatG(0.5, 4), formatG(123_456, 4), formatG(100, 4), formatG(0, 4)]).toEqual(["0.5", "1.235e+05", "100", "0"]);
});

test("texts in quotes", () => {
  expect(quote('a"b\\\n\té\u0001\u{1f600}')).toBe('"a\\"b\\\\\\n\\té\\x01😀"');
});

test("lines of fields", () => {
  expect(csvFields('type=bind,"src=/a,b","say=""x"""')).toEqual(["type=bind", "src=/a,b", 'say="x"']);
  expect(() => csvFields('a"b')).toThrow('parse error on line 1, column 2: bare " in non-quoted-field');
});

test("addresses", () => {
  expect(["127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:1.2.3.4", "256.1.1.1", "1.2.3", "x"].map(canonicalIp)).toEqual([
    "127.0.0.1",
    "::1",
    "::1",
    "1.2.3.4",
    undefined,
    undefined,
    undefined,
  ]);
  expect(["02:42:ac:11:00:02", "02-42-ac-11-00-02", "0242.ac11.0002", "02:42"].map(isMacAddress)).toEqual([true, true, true, false]);
});

test("names with numbers in their natural order", () => {
  expect(["web10", "web9", "Web1", "80/tcp -> [::]:80", "80/tcp -> 0.0.0.0:80", "8/udp", "web", "web09"].sort(naturalOrder)).toEqual([
    "8/udp",
    "80/tcp -> 0.0.0.0:80",
    "80/tcp -> [::]:80",
    "Web1",
    "web",
    "web9",
    "web09",
    "web10",
  ]);
});
