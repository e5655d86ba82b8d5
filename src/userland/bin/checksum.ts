import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import type { Fd, Program, Sys } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { chunks, eachFile } from "./tool/files.ts";
import { lineBatches } from "./tool/lines.ts";
import { complain } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

interface Hash {
  create(): { update(bytes: Uint8Array): unknown; digest(): Uint8Array };
}

/** How much is hashed between two turns of the other tasks: some two milliseconds' worth. */
const SLICE = 1 << 17;

/** md5sum, sha1sum, sha256sum …: compute and check message digests. Models GNU coreutils. */
function checksum(name: string, hash: Hash, bits: number): Program {
  const sum = async (sys: Sys, fd: Fd): Promise<string> => {
    const state = hash.create();
    const account = meter(sys, SPEED.hash);
    for await (const chunk of chunks(sys, fd)) {
      for (let at = 0; at < chunk.length; at += SLICE) {
        const slice = chunk.subarray(at, at + SLICE);
        state.update(slice);
        await account(slice.length);
      }
    }
    return Array.from(state.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const title = name.replace("sum", "").toUpperCase();
  return utility({
    name,
    summary: `Print or check ${title} (${bits}-bit) checksums.\n\nWith no FILE, or when FILE is -, read standard input.`,
    usage: "[OPTION]... [FILE]...",
    options: {
      binary: ["-b, --binary", "read in binary mode"],
      check: ["-c, --check", `read ${title} sums from the FILEs and check them`],
      tag: ["--tag", "create a BSD-style checksum"],
      text: ["-t, --text", "read in text mode (default)"],
      ignoreMissing: ["--ignore-missing", "don't fail or report status for missing files"],
      quiet: ["--quiet", "don't print OK for each successfully verified file"],
      status: ["--status", "don't output anything, status code shows success"],
      strict: ["--strict", "exit non-zero for improperly formatted checksum lines"],
      warn: ["-w, --warn", "warn about improperly formatted checksum lines"],
    },
    async run(sys, { options, operands }) {
      if (options.check) return eachList(sys, operands, (fd, file) => check(sys, fd, file, options));
      return eachFile(sys, operands, async (fd, file) => {
        const digest = await sum(sys, fd);
        await stdout(sys).print(options.tag ? `${title} (${file}) = ${digest}\n` : `${digest} ${options.binary ? "*" : " "}${file}\n`);
      });
    },
  });

  async function check(
    sys: Sys,
    fd: Fd,
    list: string,
    options: {
      readonly quiet: boolean;
      readonly status: boolean;
      readonly ignoreMissing: boolean;
      readonly strict: boolean;
      readonly warn: boolean;
    },
  ): Promise<boolean> {
    let proper = 0;
    let improper = 0;
    let unreadable = 0;
    let mismatches = 0;
    let number = 0;
    for await (const { lines } of lineBatches(sys, fd)) {
      for (const line of lines) {
        number++;
        const [, digest, file] =
          /^([0-9a-fA-F]+) [ *](.+)$/.exec(line) ??
          /^\w+ \((.+)\) = ([0-9a-f]+)$/.exec(line)?.map((group, at, all) => (at === 0 ? group : (all[3 - at] ?? ""))) ??
          [];
        if (digest === undefined || file === undefined || digest.length !== bits / 4) {
          improper++;
          if (options.warn) await complain(sys, `${list}: ${number}: improperly formatted ${title} checksum line`);
          continue;
        }
        proper++;
        let actual: string | undefined;
        const failed = await eachFile(sys, [file], async (input) => {
          actual = await sum(sys, input);
        });
        if (failed !== 0) unreadable++;
        else if (actual !== digest.toLowerCase()) mismatches++;
        const verdict = failed !== 0 ? "FAILED open or read" : actual === digest.toLowerCase() ? "OK" : "FAILED";
        if (!options.status && !(options.quiet && verdict === "OK")) await stdout(sys).print(`${file}: ${verdict}\n`);
      }
    }
    await stdout(sys).settle();
    if (proper === 0) {
      await complain(sys, `${list}: no properly formatted ${title} checksum lines found`);
      return false;
    }
    const count = (n: number, one: string, many: string): string => `WARNING: ${n} ${n === 1 ? one : many}`;
    if (!options.status) {
      if (improper > 0) await complain(sys, count(improper, "line is improperly formatted", "lines are improperly formatted"));
      if (unreadable > 0) await complain(sys, count(unreadable, "listed file could not be read", "listed files could not be read"));
      if (mismatches > 0) await complain(sys, count(mismatches, "computed checksum did NOT match", "computed checksums did NOT match"));
    }
    return unreadable === 0 && mismatches === 0 && !(options.strict && improper > 0);
  }
}

async function eachList(sys: Sys, operands: readonly string[], check: (fd: Fd, file: string) => Promise<boolean>): Promise<number> {
  let good = true;
  const status = await eachFile(sys, operands, async (fd, file) => {
    if (!(await check(fd, file))) good = false;
  });
  return good ? status : 1;
}

export const md5sum: Program = checksum("md5sum", md5, 128);
export const sha1sum: Program = checksum("sha1sum", sha1, 160);
export const sha224sum: Program = checksum("sha224sum", sha224, 224);
export const sha256sum: Program = checksum("sha256sum", sha256, 256);
export const sha384sum: Program = checksum("sha384sum", sha384, 384);
export const sha512sum: Program = checksum("sha512sum", sha512, 512);
