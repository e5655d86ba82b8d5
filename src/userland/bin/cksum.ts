import type { Program } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { chunks, eachFile } from "./tool/files.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000_0000 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value;
});

function step(sum: number, byte: number): number {
  return ((sum << 8) ^ (TABLE[((sum >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
}

/** cksum: checksum and count the bytes in a file: POSIX' CRC. */
export const cksum: Program = utility({
  name: "cksum",
  summary: "Print CRC checksum and byte counts of each FILE.",
  usage: ["[FILE]...", "[OPTION]"],
  options: {},
  run: (sys, { operands }) =>
    eachFile(sys, operands, async (fd, name) => {
      const account = meter(sys, SPEED.hash);
      let sum = 0;
      let length = 0;
      for await (const chunk of chunks(sys, fd, 1 << 18)) {
        for (const byte of chunk) sum = step(sum, byte);
        length += chunk.length;
        await account(chunk.length);
      }
      for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) sum = step(sum, rest & 0xff);
      await stdout(sys).print(`${~sum >>> 0} ${length}${operands.length === 0 ? "" : ` ${name}`}\n`);
    }),
});

/** sum: BSD's checksum and the number of 1024-byte blocks; -s is System V's. */
export const sum: Program = utility({
  name: "sum",
  summary: "Print checksum and block counts for each FILE.",
  usage: "[OPTION]... [FILE]...",
  options: {
    bsd: ["-r", "use BSD sum algorithm, use 1K blocks"],
    sysv: ["-s, --sysv", "use System V sum algorithm, use 512 bytes blocks"],
  },
  run: (sys, { options, operands }) =>
    eachFile(sys, operands, async (fd, name) => {
      let value = 0;
      let length = 0;
      for await (const chunk of chunks(sys, fd)) {
        for (const byte of chunk) value = options.sysv ? value + byte : ((value >>> 1) + ((value & 1) << 15) + byte) & 0xffff;
        length += chunk.length;
      }
      if (options.sysv) {
        const folded = (value & 0xffff) + Math.floor((value % 0x1_0000_0000) / 0x10000);
        await stdout(sys).print(
          `${(folded & 0xffff) + (folded >>> 16)} ${Math.ceil(length / 512)}${operands.length > 0 ? ` ${name}` : ""}\n`,
        );
      } else
        await stdout(sys).print(
          `${String(value).padStart(5, "0")} ${String(Math.ceil(length / 1024)).padStart(5)}${operands.length > 0 ? ` ${name}` : ""}\n`,
        );
    }),
});
