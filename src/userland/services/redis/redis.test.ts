import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encode } from "#abi";
import { containerMachine, passing } from "../testing.ts";
import { redisCli } from "./redis-cli.ts";
import { redisServer } from "./redis-server.ts";
import { array, bulk, encodeCommand, encodeReply, integer, latin1Of, parseCommand, parseReply } from "./resp.ts";

async function running() {
  const place = containerMachine({ "redis-server": redisServer, "redis-cli": redisCli }, { "/data/.keep": "" });
  const server = await place.start(["redis-server", "--dir", "/data"]);
  const cli = async (...args: string[]) => {
    const { stdout, status } = await place.machine.run(["redis-cli", "-h", "172.17.0.2", ...args]);
    return [stdout, status];
  };
  return { ...place, server, cli };
}

describe("redis", () => {
  test("starts with its lines", async () => {
    const { server } = await running();
    expect(server.stdout()).toBe(
      [
        "1:C T * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
        "1:C T * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=1, just started",
        "1:C T * Configuration loaded",
        "1:M T * monotonic clock: POSIX clock_gettime",
        "1:M T * Running mode=standalone, port=6379.",
        "1:M T * Server initialized",
        "1:M T * Ready to accept connections tcp",
      ]
        .map((line) => `${line.replace("T", "18 Aug 2020 07:16:27.000")}\n`)
        .join(""),
    );
  });

  test("commands, their errors, and times to live", async () => {
    const { cli, clock } = await running();
    expect(await cli("set", "k", "hello")).toEqual(["OK\n", 0]);
    expect(await cli("get", "k")).toEqual(["hello\n", 0]);
    expect(await cli("incr", "n")).toEqual(["1\n", 0]);
    expect(await cli("keys", "*")).toEqual(["k\nn\n", 0]);
    expect(await cli("incr", "k")).toEqual(["ERR value is not an integer or out of range\n\n", 1]);
    expect(await cli("foo", "a")).toEqual(["ERR unknown command 'foo', with args beginning with: 'a' \n\n", 1]);
    expect(await cli("expire", "k", "10")).toEqual(["1\n", 0]);
    await clock.advance(10_001);
    expect(await cli("get", "k")).toEqual(["\n", 0]);
    expect(await cli("rpush", "l", "a", "b")).toEqual(["2\n", 0]);
    expect(await cli("lrange", "l", "0", "-1")).toEqual(["a\nb\n", 0]);
    expect(await cli("get", "l")).toEqual(["WRONGTYPE Operation against a key holding the wrong kind of value\n\n", 1]);
  });

  test("a person at the prompt", async () => {
    const { machine } = await running();
    const terminal = await machine.terminal(["redis-cli", "-h", "172.17.0.2"]);
    await terminal.until("172.17.0.2:6379> ");
    await terminal.type('set greeting "a b"\r');
    await terminal.until("OK\r\n172.17.0.2:6379> ");
    await terminal.type("get greeting\r");
    await terminal.until('"a b"\r\n');
    await terminal.type("keysx\x7f *\x1b[D\x1b[C\r");
    await terminal.until('1) "greeting"\r\n');
    await terminal.type("exit\r");
    expect(await terminal.handle.exited).toEqual({ kind: "exited", code: 0 });
  });

  test("SIGTERM saves; the next start has the keys", async () => {
    const { server, cli, start } = await running();
    await cli("set", "k", "kept");
    server.kill("SIGTERM");
    expect(await server.status()).toBe(0);
    expect(server.stdout()).toContain("1:signal-handler (1597734987) Received SIGTERM scheduling shutdown...\n");
    expect(server.stdout().trimEnd().endsWith("# Redis is now ready to exit, bye bye...")).toBe(true);
    const again = await start(["redis-server", "--dir", "/data"], {}, undefined, false);
    await passing();
    expect([again.stdout().includes("DB loaded from disk"), await cli("get", "k")]).toEqual([true, ["kept\n", 0]]);
  });

  test("nobody there", async () => {
    const { machine } = await running();
    expect(await machine.run(["redis-cli", "-h", "172.17.0.2", "-p", "1", "ping"])).toMatchObject({
      stderr: "Could not connect to Redis at 172.17.0.2:1: Connection refused\n",
      status: 1,
    });
  });

  test("RESP goes there and back, and waits for what is missing", () => {
    const reply = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "binary-ascii" }).map(bulk),
        fc.integer().map(integer),
        fc.array(tie("any"), { maxLength: 4 }).map((items) => array(items as never)),
      ),
    })).any;
    fc.assert(
      fc.property(reply, fc.nat(), (value, cut) => {
        const text = encodeReply(value as never);
        expect(parseReply(text)).toEqual({ reply: value, end: text.length });
        expect(parseReply(text.slice(0, cut % text.length))).toBeUndefined();
      }),
    );
    expect(parseCommand(encodeCommand(["set", latin1Of(encode("é")), ""]))?.words).toEqual(["set", "Ã©", ""]);
  });
});
