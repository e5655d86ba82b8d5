import { encode } from "#abi";

/** A piece of a container's output, as it goes over a connection that carries stdout and stderr: 1 and 2. */
export function frame(stream: 1 | 2, text: string): Uint8Array {
  const bytes = encode(text);
  const out = new Uint8Array(8 + bytes.length);
  out[0] = stream;
  new DataView(out.buffer).setUint32(4, bytes.length);
  out.set(bytes, 8);
  return out;
}
