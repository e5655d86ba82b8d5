/**
 * The framing of attach, logs and exec when there is no terminal: 8 bytes of head (stream, three zeros, length big-endian), then the bytes.
 */

/** 0 stdin (only ever read as stdout), 1 stdout, 2 stderr, 3 an error of the daemon as text. */
export type StdStream = 0 | 1 | 2 | 3;

export const STDCOPY_HEAD = 8;

/** Media types that answers announce their framing with. */
export const RAW_STREAM = "application/vnd.docker.raw-stream";
export const MULTIPLEXED_STREAM = "application/vnd.docker.multiplexed-stream";

/** The head of a frame; send the bytes after it as they are. */
export function stdcopyHead(stream: StdStream, length: number): Uint8Array {
  const head = new Uint8Array(STDCOPY_HEAD);
  head[0] = stream;
  new DataView(head.buffer).setUint32(4, length);
  return head;
}

/** Head and bytes in one chunk. */
export function stdcopyFrame(stream: StdStream, bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(STDCOPY_HEAD + bytes.length);
  frame.set(stdcopyHead(stream, bytes.length));
  frame.set(bytes, STDCOPY_HEAD);
  return frame;
}

export interface StdPiece {
  readonly stream: StdStream;
  readonly bytes: Uint8Array;
}

/**
 * Takes a multiplexed stream apart, wherever its chunks are cut. `push` gives what can be passed on at once: pieces of a
 * frame don't wait for its end. Throws RangeError on a stream number above 3, as the real client gives up there.
 */
export function stdcopyDecoder(): { push(chunk: Uint8Array): StdPiece[]; readonly inFrame: boolean } {
  const head = new Uint8Array(STDCOPY_HEAD);
  let filled = 0;
  let left = 0;
  let stream: StdStream = 1;
  return {
    get inFrame() {
      return left > 0 || filled > 0;
    },
    push(chunk) {
      const pieces: StdPiece[] = [];
      let at = 0;
      while (at < chunk.length) {
        if (left === 0) {
          const part = chunk.subarray(at, at + STDCOPY_HEAD - filled);
          head.set(part, filled);
          filled += part.length;
          at += part.length;
          if (filled < STDCOPY_HEAD) break;
          filled = 0;
          stream = streamNumber(head[0] ?? 0);
          left = new DataView(head.buffer).getUint32(4);
          continue;
        }
        const bytes = chunk.subarray(at, at + left);
        pieces.push({ stream, bytes });
        left -= bytes.length;
        at += bytes.length;
      }
      return pieces;
    },
  };
}

function streamNumber(byte: number): StdStream {
  if (byte === 0 || byte === 1 || byte === 2 || byte === 3) return byte;
  throw new RangeError(`Unrecognized input header: ${byte}`);
}
