import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FlagSpec } from "#releases";
import { VALUE_TYPES } from "../container/options/types.ts";
import { flagTable, type Parsed, parseFlags } from "./flags.ts";
import type { ValueContext } from "./values.ts";

const CONTEXT: ValueContext = {
  env: new Map([["HOME", "/home/user"]]),
  cwd: "/srv",
  strictSizes: true,
  texts: {
    notAnIp: "{} is not an ip address",
    sysctlRefused: "sysctl '{}' is not allowed",
    gpuCount: 'invalid count ({}): value must be either "all" or an integer',
    addHostEquals: "=",
    upperCase: "repository name must be lowercase",
  },
  types: VALUE_TYPES,
};

const SPECS: readonly FlagSpec[] = [
  ["interactive", "i", "bool", "false", "Keep STDIN open"],
  ["tty", "t", "bool", "false", "Allocate a terminal"],
  ["quiet", "q", "bool", "true", "Say nothing"],
  ["name", "", "string", "", "A name"],
  ["workdir", "w", "string", "", "A directory"],
  ["env", "e", "list", "", "Variables"],
  ["label", "l", "list", "", "Labels"],
  ["publish", "p", "list", "", "Ports"],
  ["memory", "m", "bytes", "0", "Limit"],
  ["memory-swap", "", "bytes", "0", "Limit with swap"],
  ["cpus", "", "decimal", "", "Processors"],
  ["cpu-shares", "c", "int64", "0", "Weight"],
  ["blkio-weight", "", "uint16", "0", "Weight"],
  ["stop-timeout", "", "int", "0", "Seconds"],
  ["health-interval", "", "duration", "0s", "Time between"],
  ["filter", "f", "filter", "", "Filter"],
  ["sysctl", "", "map", "map[]", "Options"],
  ["ulimit", "", "ulimit", "[]", "Limits"],
  ["mount", "", "mount", "", "Mounts"],
  ["add-host", "", "list", "", "Hosts"],
  ["dns", "", "list", "", "Servers"],
  ["old", "", "bool", "false", "Was", { deprecated: "use --new" }],
  ["sig-proxy", "", "bool", "true", "Proxy"],
];
const TABLE = flagTable(SPECS, "use --help");
const parse = (argv: readonly string[], interspersed: boolean = false): Parsed => parseFlags(TABLE, argv, interspersed, CONTEXT);

describe("spellings", () => {
  test.each<readonly [line: string, name: string, values: readonly string[], rest: readonly string[]]>([
    ["--name web image", "name", ["web"], ["image"]],
    ["--name=web image", "name", ["web"], ["image"]],
    ["--name= image", "name", [""], ["image"]],
    ["--name -- image", "name", ["--"], ["image"]],
    ["-w /x image", "workdir", ["/x"], ["image"]],
    ["-w/x image", "workdir", ["/x"], ["image"]],
    ["-w=/x image", "workdir", ["/x"], ["image"]],
    ["-it image", "tty", ["true"], ["image"]],
    ["-itw/x image", "workdir", ["/x"], ["image"]],
    ["-it=false image", "tty", ["false"], ["image"]],
    ["-p80:80 -p 81:81 image", "publish", ["80:80", "81:81"], ["image"]],
    ["--sig-proxy=0 image", "sig-proxy", ["false"], ["image"]],
    ["--sig-proxy false", "sig-proxy", ["true"], ["false"]],
    ["-- --name x", "name", [], ["--name", "x"]],
    ["image --name x", "name", [], ["image", "--name", "x"]],
    ["-e A=1 -e B", "env", ["A=1", "B"], []],
    ["-f Status=up", "filter", ["status=up"], []],
    ["- image", "name", [], ["-", "image"]],
  ])("%s", (line, name, values, rest) => {
    const { flags, args } = parse(line.split(" "));
    expect([flags.list(name), args]).toEqual([values, rest]);
  });

  test("flags may follow arguments where they don't end at the first", () => {
    const { flags, args } = parse(["a", "--name", "x", "b", "-t", "--", "-i"], true);
    expect([flags.text("name"), flags.bool("tty"), flags.bool("interactive"), args]).toEqual(["x", true, false, ["a", "b", "-i"]]);
  });

  test("defaults, numbers and sizes", () => {
    const { flags } = parse(["-m", "512m", "--memory-swap", "-1", "--cpu-shares=0x10", "--health-interval", "1m30s"]);
    expect([
      flags.bool("quiet"),
      flags.changed("quiet"),
      flags.bytes("memory"),
      flags.bytes("memory-swap"),
      flags.number("cpu-shares"),
      flags.duration("health-interval"),
      flags.number("stop-timeout"),
    ]).toEqual([true, false, 512 * 1024 ** 2, -1, 16, 90e9, 0]);
  });

  test("deprecated flags are told of", () => {
    expect(parse(["--old"]).notes).toEqual(["Flag --old has been deprecated, use --new"]);
  });
});

describe("errors in pflag's words", () => {
  test.each<readonly [line: string, message: string]>([
    ["--nosuch", "unknown flag: --nosuch"],
    ["--nosuch=1", "unknown flag: --nosuch"],
    ["-z", "unknown shorthand flag: 'z' in -z"],
    ["-itz", "unknown shorthand flag: 'z' in -z"],
    ["-zit", "unknown shorthand flag: 'z' in -zit"],
    ["--name", "flag needs an argument: --name"],
    ["-w", "flag needs an argument: 'w' in -w"],
    ["-itw", "flag needs an argument: 'w' in -w"],
    ["--=x", "bad flag syntax: --=x"],
    ["---x", "bad flag syntax: ---x"],
    ["--tty=maybe", 'invalid argument "maybe" for "-t, --tty" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
    ["--cpus x", 'invalid argument "x" for "--cpus" flag: failed to parse x as a rational number'],
    ["-m 1x", 'invalid argument "1x" for "-m, --memory" flag: invalid suffix: \'x\''],
    ["-m lots", 'invalid argument "lots" for "-m, --memory" flag: invalid size: \'lots\''],
    ["-c x", 'invalid argument "x" for "-c, --cpu-shares" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    ["--blkio-weight 70000", 'invalid argument "70000" for "--blkio-weight" flag: strconv.ParseUint: parsing "70000": value out of range'],
    ["--stop-timeout 1s", 'invalid argument "1s" for "--stop-timeout" flag: strconv.ParseInt: parsing "1s": invalid syntax'],
    ["--health-interval 5", 'invalid argument "5" for "--health-interval" flag: time: missing unit in duration "5"'],
    ["-f running", 'invalid argument "running" for "-f, --filter" flag: bad format of filter (expected name=value)'],
    ["--ulimit nofile", 'invalid argument "nofile" for "--ulimit" flag: invalid ulimit argument: nofile'],
    ["--ulimit files=1", 'invalid argument "files=1" for "--ulimit" flag: invalid ulimit type: files'],
    ["--dns nowhere", 'invalid argument "nowhere" for "--dns" flag: nowhere is not an ip address'],
    ["--add-host db", 'invalid argument "db" for "--add-host" flag: bad format for add-host: "db"'],
    ["--mount type=bind", 'invalid argument "type=bind" for "--mount" flag: target is required'],
  ])("%s", (line, message) => {
    expect(() => parse(line.split(" "))).toThrow(new Error(message));
  });
});

type Given = readonly [spec: FlagSpec, value: string];

const word = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(..."abz09=-/: '\"é") });
const given: fc.Arbitrary<Given> = fc.oneof(
  fc.tuple(fc.constantFrom(...SPECS.filter(([, , type]) => type === "bool")), fc.constantFrom("true", "false")),
  fc.tuple(fc.constantFrom(...SPECS.filter(([name]) => ["name", "workdir", "publish"].includes(name))), word),
  fc.tuple(fc.constantFrom(...SPECS.filter(([, , type]) => type === "int64" || type === "int")), fc.integer().map(String)),
  fc.tuple(
    fc.constantFrom(...SPECS.filter(([, , type]) => type === "bytes")),
    fc.nat().map((size) => `${size}k`),
  ),
);

/** One of the ways to write an option; `pick` chooses. */
function spell([[name, short, type], value]: Given, pick: number): readonly string[] {
  const long = [`--${name}=${value}`];
  if (type === "bool") {
    if (value === "false") return short === "" || pick % 2 === 0 ? long : [`-${short}=false`];
    return [long, [`--${name}`], short === "" ? [`--${name}=1`] : [`-${short}`]][pick % 3] ?? long;
  }
  // A value after its shorthand must not begin with the sign that would be taken off.
  const glued = short === "" || value.startsWith("=") ? long : [`-${short}${value}`];
  const apart = short === "" ? long : [`-${short}`, value];
  const equals = short === "" ? long : [`-${short}=${value}`];
  return [long, [`--${name}`, value], glued, apart, equals][pick % 5] ?? long;
}

test("any spelling of the same options means the same", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(given, fc.nat(29))), fc.array(word.filter((text) => !text.startsWith("-"))), (options, rest) => {
      const plain = parse([...options.flatMap(([option]) => spell(option, 0)), "--", ...rest]);
      const other = parse([...options.flatMap(([option, pick]) => spell(option, pick)), "--", ...rest]);
      for (const [name] of SPECS) expect(other.flags.list(name)).toEqual(plain.flags.list(name));
      expect(other.args).toEqual(rest);
      expect(plain.args).toEqual(rest);
    }),
  );
});

test("options among the arguments mean the same as before them", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          given,
          fc.nat(29),
          word.filter((text) => !text.startsWith("-")),
        ),
      ),
      (list) => {
        const before = parse([...list.flatMap(([option]) => spell(option, 0)), ...list.map(([, , arg]) => arg)], true);
        const among = parse(
          list.flatMap(([option, pick, arg]) => [...spell(option, pick), arg]),
          true,
        );
        expect(among.args).toEqual(before.args);
        for (const [name] of SPECS) expect(among.flags.list(name)).toEqual(before.flags.list(name));
      },
    ),
  );
});
