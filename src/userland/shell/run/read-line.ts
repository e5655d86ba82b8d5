import { decode, type Fd, isErrno, type Sys } from "#abi";

/** Reads a line without taking more than the line: others may read on from the descriptor. Undefined at end of file. */
export async function readLine(sys: Sys, fd: Fd): Promise<string | undefined> {
  const bytes: number[] = [];
  for (;;) {
    const chunk = await sys.read(fd, 1);
    const [byte] = chunk;
    if (byte === undefined) return bytes.length === 0 ? undefined : decode(Uint8Array.from(bytes));
    if (byte === 10) return decode(Uint8Array.from(bytes));
    bytes.push(byte);
  }
}

/** The same for a shell's program text, with its newline; regular files are read by blocks and the position put right. */
export async function readProgramLine(sys: Sys, fd: Fd): Promise<string | undefined> {
  const at = position(sys, fd);
  if (at === undefined) {
    const bytes: number[] = [];
    for (;;) {
      const [byte] = await sys.read(fd, 1);
      if (byte === undefined) return bytes.length === 0 ? undefined : decode(Uint8Array.from(bytes));
      bytes.push(byte);
      if (byte === 10) return decode(Uint8Array.from(bytes));
    }
  }
  for (let size = 512; ; size *= 4) {
    const block = sys.pread(fd, at, size);
    const newline = block.indexOf(10);
    if (newline < 0 && block.length === size) continue;
    const line = newline < 0 ? block : block.subarray(0, newline + 1);
    if (line.length === 0) return undefined;
    sys.seek(fd, at + line.length, "set");
    return decode(line);
  }
}

function position(sys: Sys, fd: Fd): number | undefined {
  try {
    return sys.seek(fd, 0, "current");
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}
