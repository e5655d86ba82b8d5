/** Bodies on the wire: Content-Length, chunked (RFC 9112 section 7.1), or up to the end of the connection. */

import { type ByteSink, EMPTY, encode } from "#abi";
import type { ByteReader } from "./byte-reader.ts";
import { HttpError } from "./error.ts";
import { hasToken, readHeaders } from "./head.ts";

/** A body being read: pieces by reference, empty at its end. */
export interface BodySource {
  read(): Promise<Uint8Array>;
  /** Whether the end was read: the connection may carry another message. */
  readonly done: boolean;
}

export const NO_BODY: BodySource = { read: () => Promise.resolve(EMPTY), done: true };

/** How long a body is; `rest`: as long as the connection. */
export type BodyLength = number | "chunked" | "rest";

/** The length that a head announces. Without one a request has no body and a response lasts to the end of the connection. */
export function announcedLength(headers: Headers, otherwise: 0 | "rest"): BodyLength {
  const encoding = headers.get("transfer-encoding");
  if (encoding !== null) {
    if (hasToken(headers, "transfer-encoding", "chunked") && !encoding.includes(",")) return "chunked";
    throw new HttpError("unsupported", "Unsupported transfer encoding", 501);
  }
  const text = headers.get("content-length");
  if (text === null) return otherwise;
  const lengths = new Set(text.split(",").map((part) => part.trim()));
  const [length] = lengths;
  if (lengths.size !== 1 || length === undefined || !/^\d{1,15}$/.test(length))
    throw new HttpError("malformed", `bad Content-Length ${JSON.stringify(text)}`);
  return Number(length);
}

export function bodySource(reader: ByteReader, length: BodyLength): BodySource {
  if (length === 0) return NO_BODY;
  if (length === "chunked") return chunkedSource(reader);
  if (length === "rest") return restSource(reader);
  return fixedSource(reader, length);
}

function fixedSource(reader: ByteReader, length: number): BodySource {
  let left = length;
  return {
    async read() {
      if (left === 0) return EMPTY;
      const piece = reader.buffered ? reader.take(left) : await reader.read(left);
      if (piece.length === 0) throw new HttpError("unexpected-eof", "unexpected EOF");
      left -= piece.length;
      return piece;
    },
    get done() {
      return left === 0;
    },
  };
}

function restSource(reader: ByteReader): BodySource {
  return { read: () => reader.read(), done: false };
}

function chunkedSource(reader: ByteReader): BodySource {
  let left = 0;
  let first = true;
  let done = false;
  const nextChunk = async () => {
    if (!first && (await bodyLine(reader)) !== "") throw new HttpError("malformed", "malformed chunked encoding");
    first = false;
    const size = (await bodyLine(reader)).replace(/[ \t]*(;.*)?$/, "");
    if (!/^[0-9a-fA-F]{1,12}$/.test(size)) throw new HttpError("malformed", "invalid byte in chunk length");
    left = Number.parseInt(size, 16);
    if (left > 0) return;
    await readHeaders(reader, 1 << 16);
    done = true;
  };
  return {
    async read() {
      if (left === 0 && !done) await nextChunk();
      if (done) return EMPTY;
      const piece = reader.buffered ? reader.take(left) : await reader.read(left);
      if (piece.length === 0) throw new HttpError("unexpected-eof", "unexpected EOF");
      left -= piece.length;
      return piece;
    },
    get done() {
      return done;
    },
  };
}

async function bodyLine(reader: ByteReader): Promise<string> {
  const line = await reader.line(4096);
  if (line === undefined) throw new HttpError("unexpected-eof", "unexpected EOF");
  return line;
}

/** Where a body's pieces go. */
export interface BodySink {
  write(piece: Uint8Array): Promise<void>;
  /** The end; rejects with HttpError when fewer bytes came than the head announced. */
  end(): Promise<void>;
}

/** Writes a body in its framing. What exceeds an announced length is refused. */
export function bodySink(to: ByteSink, length: BodyLength): BodySink {
  if (length === "chunked") return chunkedSink(to);
  let left = length === "rest" ? Number.POSITIVE_INFINITY : length;
  return {
    write(piece) {
      left -= piece.length;
      return left < 0 ? Promise.reject(new HttpError("malformed", "body longer than Content-Length")) : to.write(piece);
    },
    end: () =>
      length === "rest" || left === 0
        ? Promise.resolve()
        : Promise.reject(new HttpError("unexpected-eof", "body shorter than Content-Length")),
  };
}

function chunkedSink(to: ByteSink): BodySink {
  let before = "";
  return {
    async write(piece) {
      if (piece.length === 0) return;
      // The end of the last chunk travels with the next size: two writes a chunk, and no copy of the piece.
      await to.write(encode(`${before}${piece.length.toString(16)}\r\n`));
      before = "\r\n";
      await to.write(piece);
    },
    end: () => to.write(encode(`${before}0\r\n\r\n`)),
  };
}
