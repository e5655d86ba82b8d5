import { absolute } from "./mount.ts";

/** `-v`: binds with a source, and anonymous volumes by their place. Throws an Error where the release checks them. */
export function parseVolumes(
  specs: readonly string[],
  cwd: string,
  strict: boolean,
): { readonly binds: readonly string[]; readonly anonymous: Readonly<Record<string, Record<string, never>>> } {
  const binds: string[] = [];
  const anonymous: Record<string, Record<string, never>> = {};
  for (const spec of new Set(specs)) {
    const { source, refusal } = readSpec(spec);
    if (strict && refusal !== undefined) throw new Error(refusal);
    if (source === "") anonymous[spec] = {};
    else binds.push(strict && source.startsWith(".") ? absolute(cwd, source) + spec.slice(source.length) : spec);
  }
  return { binds, anonymous };
}

/** The source of a volume's specification, and what is wrong with it. A letter and a colon at the beginning of a section are a drive of Windows. */
function readSpec(spec: string): { readonly source: string; readonly refusal: string | undefined } {
  if (spec === "") return { source: "", refusal: "invalid empty volume spec" };
  if (spec.length <= 2) return { source: "", refusal: undefined };
  const sections: string[] = [];
  for (const piece of spec.split(":")) {
    const last = sections.at(-1);
    if (last !== undefined && /^\p{L}$/u.test(last)) sections[sections.length - 1] = `${last}:${piece}`;
    else sections.push(piece);
  }
  const source = sections.length > 1 ? (sections[0] ?? "") : "";
  const empty = sections.indexOf("");
  if (empty >= 0 && empty <= 3)
    return { source: empty === 0 ? "" : source, refusal: `invalid spec: ${spec}: empty section between colons` };
  return { source, refusal: sections.length > 3 ? `invalid spec: ${spec}: too many colons` : undefined };
}
