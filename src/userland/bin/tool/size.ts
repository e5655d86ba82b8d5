/** Sizes with suffixes, both ways, as coreutils read and write them. */

const SUFFIXES = "KMGTPEZY";

/** `10`, `4K`, `1MB`, `2MiB`, `3b` in bytes; undefined when it isn't a size. `b` is 512. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+)(?:(b|c|w)|([kKmMGTPEZY])(iB|B)?)?$/.exec(text) ?? /^()(?:()|([kKmMGTPEZY])(iB|B)?)$/.exec(text);
  if (!match || text === "") return undefined;
  const [, digits = "", small, letter, tail] = match;
  const count = digits === "" ? 1 : Number(digits);
  if (small) return count * ({ b: 512, c: 1, w: 2 }[small] ?? 1);
  if (!letter) return count;
  return count * (tail === "B" ? 1000 : 1024) ** (SUFFIXES.indexOf(letter.toUpperCase()) + 1);
}

/** `1.5K`, `24M`, `0`: rounded up, as `ls -h`, `du -h` and `df -h` write sizes. */
export function humanSize(bytes: number, base = 1024): string {
  if (bytes < base) return String(bytes);
  let value = bytes;
  let power = -1;
  while (value >= base && power < SUFFIXES.length - 1) {
    value /= base;
    power++;
  }
  let rounded = value < 10 ? Math.ceil(value * 10 - 1e-9) / 10 : Math.ceil(value - 1e-9);
  if (rounded >= base && power < SUFFIXES.length - 1) {
    rounded = 1;
    power++;
  }
  const suffix = SUFFIXES[power] ?? "";
  return (rounded < 10 ? rounded.toFixed(1) : String(rounded)) + (base === 1000 && suffix === "K" ? "k" : suffix);
}

/** `1.0 MB`, `1.0 MiB` as dd's last line and `ls --si` style summaries write them: rounded to the nearest, two digits. */
export function roundSize(bytes: number, base: 1000 | 1024): string {
  let value = bytes;
  let power = -1;
  while (value >= base && power < SUFFIXES.length - 1) {
    value /= base;
    power++;
  }
  if (power < 0) return `${bytes} B`;
  const letter = SUFFIXES[power] ?? "";
  const unit = base === 1024 ? `${letter}iB` : `${letter === "K" ? "k" : letter}B`;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
