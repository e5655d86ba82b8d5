/** The commands that our redis knows, each with how many arguments it takes. */

import { array, bulk, fault, integer, NIL, OK, type Reply } from "./resp.ts";
import type { Database, RedisValue } from "./store.ts";

export interface Context {
  readonly database: Database;
  readonly now: number;
  /** Text of INFO. */
  info(section: string): string;
  config(name: string): readonly (readonly [string, string])[];
  save(): Reply;
}

type Run = (context: Context, args: readonly string[]) => Reply;
/** Least and most arguments after the name. */
type Command = readonly [least: number, most: number, run: Run];

const MANY = Number.POSITIVE_INFINITY;
const WRONG_TYPE = fault("WRONGTYPE Operation against a key holding the wrong kind of value");
const NOT_INTEGER = fault("ERR value is not an integer or out of range");
const SYNTAX = fault("ERR syntax error");

const a = (args: readonly string[], at: number): string => args[at] ?? "";
const count = (values: readonly boolean[]): Reply => integer(values.filter(Boolean).length);

/** Runs `use` on the value of a kind, a new one if there is none; an emptied value goes away. */
function on<K extends RedisValue["kind"]>(
  kind: K,
  make: () => Extract<RedisValue, { kind: K }>,
  use: (value: Extract<RedisValue, { kind: K }>, args: readonly string[]) => Reply,
): Run {
  return ({ database }, args) => {
    const key = a(args, 0);
    const value = database.get(key) ?? make();
    if (value.kind !== kind) return WRONG_TYPE;
    const own = value as Extract<RedisValue, { kind: K }>;
    const reply = use(own, args.slice(1));
    if (isEmpty(own)) database.delete(key);
    else database.set(key, own, database.expiry(key));
    return reply;
  };
}
function isEmpty(value: RedisValue): boolean {
  return (
    (value.kind === "list" && value.items.length === 0) ||
    (value.kind === "hash" && value.fields.size === 0) ||
    (value.kind === "set" && value.members.size === 0)
  );
}
const list = (use: (items: string[], args: readonly string[]) => Reply) =>
  on(
    "list",
    () => ({ kind: "list", items: [] }),
    ({ items }, args) => use(items, args),
  );
const hash = (use: (fields: Map<string, string>, args: readonly string[]) => Reply) =>
  on(
    "hash",
    () => ({ kind: "hash", fields: new Map() }),
    ({ fields }, args) => use(fields, args),
  );
const set = (use: (members: Set<string>, args: readonly string[]) => Reply) =>
  on(
    "set",
    () => ({ kind: "set", members: new Set() }),
    ({ members }, args) => use(members, args),
  );

function getString({ database }: Context, key: string): string | undefined | Reply {
  const value = database.get(key);
  if (value === undefined) return undefined;
  return value.kind === "string" ? value.text : WRONG_TYPE;
}
const text = (value: string | undefined | Reply): Reply => (typeof value === "object" ? value : value === undefined ? NIL : bulk(value));

function add(context: Context, key: string, by: number): Reply {
  const old = getString(context, key);
  if (typeof old === "object") return old;
  if (!/^-?\d{1,15}$/.test(old ?? "0") || !Number.isInteger(by)) return NOT_INTEGER;
  const value = Number(old ?? 0) + by;
  context.database.set(key, { kind: "string", text: String(value) }, context.database.expiry(key));
  return integer(value);
}

function setString(context: Context, args: readonly string[]): Reply {
  const [key = "", value = "", ...options] = args;
  const { database, now } = context;
  let expires: number | undefined;
  let only: "NX" | "XX" | undefined;
  let giveOld = false;
  for (let at = 0; at < options.length; at++) {
    const option = a(options, at).toUpperCase();
    if (option === "EX" || option === "PX") {
      const length = Number(options[++at]);
      if (!Number.isInteger(length)) return NOT_INTEGER;
      if (length <= 0) return fault("ERR invalid expire time in 'set' command");
      expires = now + length * (option === "EX" ? 1000 : 1);
    } else if (option === "NX" || option === "XX") only = option;
    else if (option === "KEEPTTL") expires = database.expiry(key);
    else if (option === "GET") giveOld = true;
    else return SYNTAX;
  }
  const old = giveOld ? text(getString(context, key)) : undefined;
  const exists = database.get(key) !== undefined;
  if ((only === "NX" && exists) || (only === "XX" && !exists)) return old ?? NIL;
  database.set(key, { kind: "string", text: value }, expires);
  return old ?? OK;
}

function expire(unit: number): Run {
  return ({ database, now }, args) => {
    const length = Number(a(args, 1));
    if (!Number.isInteger(length)) return NOT_INTEGER;
    if (length <= 0) return integer(database.delete(a(args, 0)) ? 1 : 0);
    return integer(database.expireAt(a(args, 0), now + length * unit) ? 1 : 0);
  };
}

function timeLeft(unit: number): Run {
  return ({ database, now }, args) => {
    if (database.get(a(args, 0)) === undefined) return integer(-2);
    const at = database.expiry(a(args, 0));
    return integer(at === undefined ? -1 : Math.ceil((at - now) / unit));
  };
}

/** Items from `start` to `stop`, both counted from the end when negative. */
function slice(items: readonly string[], start: string, stop: string): Reply {
  const from = Number(start) < 0 ? Math.max(0, items.length + Number(start)) : Number(start);
  const to = Number(stop) < 0 ? items.length + Number(stop) : Number(stop);
  return Number.isInteger(from) && Number.isInteger(to) ? array(items.slice(from, to + 1).map(bulk)) : NOT_INTEGER;
}

/** KEYS' patterns: * ? [abc] and backslash. */
function glob(pattern: string): RegExp {
  const source = pattern.replace(
    /\\(.)|([*?])|(\[\^?[^\]]*\])|([.+^${}()|\\/])/g,
    (_, quoted: string | undefined, wild: string | undefined, choice: string | undefined, plain: string | undefined) =>
      quoted !== undefined ? `\\${quoted}` : wild !== undefined ? (wild === "*" ? ".*" : ".") : (choice ?? `\\${plain ?? ""}`),
  );
  return new RegExp(`^${source}$`, "s");
}

const COMMANDS: Readonly<Record<string, Command>> = {
  ping: [0, 1, (_, args) => (args.length === 0 ? { kind: "simple", text: "PONG" } : bulk(a(args, 0)))],
  echo: [1, 1, (_, args) => bulk(a(args, 0))],
  set: [2, MANY, setString],
  get: [1, 1, (context, args) => text(getString(context, a(args, 0)))],
  getset: [2, 2, (context, args) => setString(context, [a(args, 0), a(args, 1), "GET"])],
  getdel: [
    1,
    1,
    (context, args) => {
      const value = text(getString(context, a(args, 0)));
      context.database.delete(a(args, 0));
      return value;
    },
  ],
  setnx: [2, 2, (context, args) => integer(setString(context, [a(args, 0), a(args, 1), "NX"]) === OK ? 1 : 0)],
  setex: [3, 3, (context, args) => setString(context, [a(args, 0), a(args, 2), "EX", a(args, 1)])],
  mset: [
    2,
    MANY,
    ({ database }, args) => {
      for (let at = 0; at < args.length; at += 2) database.set(a(args, at), { kind: "string", text: a(args, at + 1) });
      return OK;
    },
  ],
  mget: [
    1,
    MANY,
    (context, args) =>
      array(
        args.map((key) => {
          const value = getString(context, key);
          return typeof value === "string" ? bulk(value) : NIL;
        }),
      ),
  ],
  append: [
    2,
    2,
    (context, args) => {
      const old = getString(context, a(args, 0));
      if (typeof old === "object") return old;
      const all = (old ?? "") + a(args, 1);
      context.database.set(a(args, 0), { kind: "string", text: all }, context.database.expiry(a(args, 0)));
      return integer(all.length);
    },
  ],
  strlen: [
    1,
    1,
    (context, args) => {
      const value = getString(context, a(args, 0));
      return typeof value === "object" ? value : integer(value?.length ?? 0);
    },
  ],
  incr: [1, 1, (context, args) => add(context, a(args, 0), 1)],
  decr: [1, 1, (context, args) => add(context, a(args, 0), -1)],
  incrby: [2, 2, (context, args) => add(context, a(args, 0), Number(a(args, 1)))],
  decrby: [2, 2, (context, args) => add(context, a(args, 0), -Number(a(args, 1)))],
  del: [1, MANY, ({ database }, args) => count(args.map((key) => database.delete(key)))],
  unlink: [1, MANY, ({ database }, args) => count(args.map((key) => database.delete(key)))],
  exists: [1, MANY, ({ database }, args) => count(args.map((key) => database.get(key) !== undefined))],
  type: [1, 1, ({ database }, args) => ({ kind: "simple", text: database.get(a(args, 0))?.kind ?? "none" })],
  rename: [
    2,
    2,
    ({ database }, args) => {
      const value = database.get(a(args, 0));
      if (value === undefined) return fault("ERR no such key");
      const expires = database.expiry(a(args, 0));
      database.delete(a(args, 0));
      database.set(a(args, 1), value, expires);
      return OK;
    },
  ],
  expire: [2, 3, expire(1000)],
  pexpire: [2, 3, expire(1)],
  ttl: [1, 1, timeLeft(1000)],
  pttl: [1, 1, timeLeft(1)],
  persist: [
    1,
    1,
    ({ database }, args) => integer(database.expiry(a(args, 0)) !== undefined && database.expireAt(a(args, 0), undefined) ? 1 : 0),
  ],
  keys: [
    1,
    1,
    ({ database }, args) => {
      const pattern = glob(a(args, 0));
      return array(
        database
          .keys()
          .filter((key) => pattern.test(key))
          .map(bulk),
      );
    },
  ],
  scan: [1, MANY, ({ database }) => array([bulk("0"), array(database.keys().map(bulk))])],
  dbsize: [0, 0, ({ database }) => integer(database.keys().length)],
  flushdb: [
    0,
    1,
    ({ database }) => {
      database.clear();
      return OK;
    },
  ],
  flushall: [
    0,
    1,
    ({ database }) => {
      database.clear();
      return OK;
    },
  ],
  lpush: [2, MANY, list((items, args) => integer(items.unshift(...[...args].reverse())))],
  rpush: [2, MANY, list((items, args) => integer(items.push(...args)))],
  lpop: [1, 1, list((items) => text(items.shift()))],
  rpop: [1, 1, list((items) => text(items.pop()))],
  llen: [1, 1, list((items) => integer(items.length))],
  lrange: [3, 3, list((items, args) => slice(items, a(args, 0), a(args, 1)))],
  lindex: [2, 2, list((items, args) => text(items.at(Number(a(args, 0)))))],
  hset: [
    3,
    MANY,
    hash((fields, args) => {
      let added = 0;
      for (let at = 0; at + 1 < args.length; at += 2) {
        if (!fields.has(a(args, at))) added++;
        fields.set(a(args, at), a(args, at + 1));
      }
      return integer(added);
    }),
  ],
  hget: [2, 2, hash((fields, args) => text(fields.get(a(args, 0))))],
  hdel: [2, MANY, hash((fields, args) => count(args.map((field) => fields.delete(field))))],
  hgetall: [1, 1, hash((fields) => array([...fields].flat().map(bulk)))],
  hkeys: [1, 1, hash((fields) => array([...fields.keys()].map(bulk)))],
  hvals: [1, 1, hash((fields) => array([...fields.values()].map(bulk)))],
  hlen: [1, 1, hash((fields) => integer(fields.size))],
  hexists: [2, 2, hash((fields, args) => integer(fields.has(a(args, 0)) ? 1 : 0))],
  sadd: [2, MANY, set((members, args) => count(args.map((one) => !members.has(one) && members.add(one) !== undefined)))],
  srem: [2, MANY, set((members, args) => count(args.map((one) => members.delete(one))))],
  smembers: [1, 1, set((members) => array([...members].map(bulk)))],
  sismember: [2, 2, set((members, args) => integer(members.has(a(args, 0)) ? 1 : 0))],
  scard: [1, 1, set((members) => integer(members.size))],
  time: [0, 0, ({ now }) => array([bulk(String(Math.floor(now / 1000))), bulk(String(Math.floor((now % 1000) * 1000)))])],
  info: [0, MANY, (context, args) => bulk(context.info(a(args, 0).toLowerCase()))],
  config: [
    1,
    MANY,
    (context, args) =>
      a(args, 0).toLowerCase() === "get"
        ? array(
            args
              .slice(1)
              .flatMap((name) => context.config(name))
              .flat()
              .map(bulk),
          )
        : OK,
  ],
  client: [1, MANY, (_, args) => (/^getname$/i.test(a(args, 0)) ? bulk("") : OK)],
  command: [0, MANY, () => array([])],
  auth: [
    1,
    2,
    () =>
      fault("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"),
  ],
  save: [0, 0, (context) => context.save()],
  bgsave: [0, 1, (context) => (context.save() === OK ? { kind: "simple", text: "Background saving started" } : fault("ERR"))],
};

/** Runs a command; what it doesn't know is answered as redis answers an unknown command. */
export function runCommand(context: Context, words: readonly string[]): Reply {
  const [name = "", ...args] = words;
  const command = COMMANDS[name.toLowerCase()];
  if (command === undefined)
    return fault(`ERR unknown command '${name}', with args beginning with: ${args.map((one) => `'${one}' `).join("")}`);
  const [least, most, run] = command;
  if (args.length < least || args.length > most || (name.toLowerCase() === "mset" && args.length % 2 === 1))
    return fault(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  return run(context, args);
}
