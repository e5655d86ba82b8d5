/** RESP2: what redis' clients and servers say. Strings here are Latin-1 of the bytes, so that nothing is lost. */

import { EMPTY } from "#abi";

export type Reply =
  | { readonly kind: "simple" | "error"; readonly text: string }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "bulk"; readonly text: string | undefined }
  | { readonly kind: "array"; readonly items: readonly Reply[] };

export const OK: Reply = { kind: "simple", text: "OK" };
export const NIL: Reply = { kind: "bulk", text: undefined };
export const bulk = (text: string): Reply => ({ kind: "bulk", text });
export const integer = (value: number): Reply => ({ kind: "integer", value });
export const fault = (text: string): Reply => ({ kind: "error", text });
export const array = (items: readonly Reply[]): Reply => ({ kind: "array", items });

export function latin1Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
export function bytesOf(latin1: string): Uint8Array {
  return latin1 === "" ? EMPTY : Uint8Array.from(latin1, (char) => char.charCodeAt(0));
}

export function encodeReply(reply: Reply): string {
  switch (reply.kind) {
    case "simple":
      return `+${reply.text}\r\n`;
    case "error":
      return `-${reply.text}\r\n`;
    case "integer":
      return `:${reply.value}\r\n`;
    case "bulk":
      return reply.text === undefined ? "$-1\r\n" : `$${reply.text.length}\r\n${reply.text}\r\n`;
    case "array":
      return `*${reply.items.length}\r\n${reply.items.map(encodeReply).join("")}`;
  }
}

export function encodeCommand(words: readonly string[]): string {
  return encodeReply(array(words.map(bulk)));
}

/** The value at the start of a text, and how long it is; undefined when more must come. Throws SyntaxError for what is no RESP. */
export function parseReply(text: string, at = 0): { readonly reply: Reply; readonly end: number } | undefined {
  const line = text.indexOf("\r\n", at);
  if (line < 0) return undefined;
  const body = text.slice(at + 1, line);
  const after = line + 2;
  switch (text.charAt(at)) {
    case "+":
      return { reply: { kind: "simple", text: body }, end: after };
    case "-":
      return { reply: fault(body), end: after };
    case ":":
      return { reply: integer(Number(body)), end: after };
    case "$": {
      const length = Number(body);
      if (length < 0) return { reply: NIL, end: after };
      return text.length < after + length + 2 ? undefined : { reply: bulk(text.slice(after, after + length)), end: after + length + 2 };
    }
    case "*": {
      const items: Reply[] = [];
      let end = after;
      for (let left = Number(body); left > 0; left--) {
        const item = parseReply(text, end);
        if (item === undefined) return undefined;
        items.push(item.reply);
        end = item.end;
      }
      return { reply: array(items), end };
    }
    default:
      throw new SyntaxError("Protocol error");
  }
}

/** A command at the start of a text: an array, or words on a line as a person types them. */
export function parseCommand(text: string): { readonly words: readonly string[]; readonly end: number } | undefined {
  if (!text.startsWith("*")) {
    const line = text.indexOf("\n");
    return line < 0 ? undefined : { words: splitWords(text.slice(0, line).replace(/\r$/, "")) ?? [], end: line + 1 };
  }
  const parsed = parseReply(text);
  if (parsed === undefined || parsed.reply.kind !== "array") return undefined;
  return { words: parsed.reply.items.map((item) => (item.kind === "bulk" ? (item.text ?? "") : "")), end: parsed.end };
}

/** Words of a line with quotes as redis-cli knows them; undefined when a quote is open. */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  const token = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))(?=\s|$)/y;
  const text = line.trimEnd();
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return undefined;
    words.push(match[1]?.replace(/\\x([0-9a-f]{2})|\\(.)/gi, unescape) ?? match[2]?.replace(/\\(.)/g, "$1") ?? match[3] ?? "");
  }
  return words;
}

function unescape(_: string, hex: string | undefined, char: string | undefined): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  return { n: "\n", r: "\r", t: "\t", b: "\b", a: "\x07" }[char ?? ""] ?? char ?? "";
}
