/**
 * What our clients and our mysqld say to each other. It is not MySQL's protocol: after a greeting that looks like the real
 * server's first packet (so that a probe sees a MySQL), both sides send lines of JSON.
 */

import { type Duplex, decode, encode } from "#abi";

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string | undefined;
}
export type ClientMessage =
  | { readonly kind: "query"; readonly sql: string }
  | { readonly kind: "ping" }
  | { readonly kind: "status" }
  | { readonly kind: "shutdown" };

export interface SqlFailure {
  readonly kind: "error";
  readonly code: number;
  readonly state: string;
  readonly message: string;
}
export type Value = string | number | null;
export type Answer =
  | { readonly kind: "ready"; readonly connection: number; readonly version: string }
  | { readonly kind: "rows"; readonly columns: readonly string[]; readonly rows: readonly (readonly Value[])[] }
  | { readonly kind: "done"; readonly affected: number; readonly database: string | undefined; readonly changed?: boolean }
  | { readonly kind: "text"; readonly text: string }
  | SqlFailure;

/** One side of the conversation. */
export interface Talk {
  send(message: unknown): Promise<void>;
  /** The next line's value; undefined at the end. */
  receive<T>(): Promise<T | undefined>;
}

export function talkOver(stream: Duplex): Talk {
  let rest = "";
  return {
    send: (message) => stream.write(encode(`${JSON.stringify(message)}\n`)),
    async receive<T>() {
      for (;;) {
        const end = rest.indexOf("\n");
        if (end >= 0) {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 1);
          return JSON.parse(line) as T;
        }
        const chunk = await stream.read();
        if (chunk.length === 0) return undefined;
        rest += decode(chunk);
      }
    },
  };
}

/** The first packet of a server of protocol version 10: length, number, version text, connection, salts, capabilities. */
export function greeting(version: string, connection: number, random: Uint8Array): Uint8Array {
  const salt = [...random].map((byte) => 33 + (byte % 90));
  const name = [...encode(version), 0];
  const body = [
    10,
    ...name,
    connection & 255,
    (connection >> 8) & 255,
    0,
    0,
    ...salt.slice(0, 8),
    0,
    0xff,
    0xff,
    8,
    2,
    0,
    0xff,
    0xc1,
    21,
    ...Array.from<number>({ length: 10 }).fill(0),
    ...salt.slice(8, 20),
    0,
    ...encode("mysql_native_password"),
    0,
  ];
  return Uint8Array.from([body.length & 255, (body.length >> 8) & 255, 0, 0, ...body]);
}

/** Takes the greeting off a stream that our client opened. */
export async function skipGreeting(stream: Duplex): Promise<boolean> {
  let head: number[] = [];
  let left = 4;
  while (left > 0) {
    const chunk = await stream.read(left);
    if (chunk.length === 0) return false;
    head = head.concat([...chunk]);
    left -= chunk.length;
    if (left === 0 && head.length === 4) left = (head[0] ?? 0) + (head[1] ?? 0) * 256;
  }
  return true;
}
