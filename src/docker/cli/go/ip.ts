/** net.ParseIP and IP.String: the canonical text of an address, undefined when it is none. */
export function canonicalIp(text: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
    const parts = text.split(".");
    return parts.every((part) => part.length <= 3 && Number(part) <= 255 && (part === "0" || !part.startsWith("0"))) ? text : undefined;
  }
  return text.includes(":") ? canonicalIp6(text) : undefined;
}

function canonicalIp6(text: string): string | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")).flatMap(groupsOf));
  const [head = [], tail = []] = groups;
  if (groups.flat().some((group) => Number.isNaN(group))) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = halves.length === 1 ? head : [...head, ...Array<number>(missing).fill(0), ...tail];
  if (all.slice(0, 5).every((group) => group === 0) && all[5] === 0xffff) {
    const [high = 0, low = 0] = all.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return compress(all);
}

function groupsOf(part: string): number[] {
  if (part.includes(".")) {
    const four = canonicalIp(part);
    if (four === undefined) return [Number.NaN];
    const [a = 0, b = 0, c = 0, d = 0] = four.split(".").map(Number);
    return [(a << 8) | b, (c << 8) | d];
  }
  return [/^[0-9a-fA-F]{1,4}$/.test(part) ? Number.parseInt(part, 16) : Number.NaN];
}

function compress(groups: readonly number[]): string {
  let best = { from: -1, length: 1 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (from + length < 8 && groups[from + length] === 0) length++;
    if (length > best.length) best = { from, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.from < 0) return hex.join(":");
  return `${hex.slice(0, best.from).join(":")}::${hex.slice(best.from + best.length).join(":")}`;
}

/** net.ParseMAC accepts it (48 bits and longer, three notations). */
export function isMacAddress(text: string): boolean {
  return (
    /^([0-9a-f]{2}([:-]))([0-9a-f]{2}\2){4}[0-9a-f]{2}(\2[0-9a-f]{2}\2[0-9a-f]{2})?$/i.test(text) ||
    /^[0-9a-f]{4}(\.[0-9a-f]{4}){2,3}$/i.test(text)
  );
}
