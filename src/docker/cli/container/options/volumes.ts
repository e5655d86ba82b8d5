import { absolute } from "./mount.ts";

/** `-v`: binds with a source, and anonymous volumes by their place. Throws an Error where the release checks them. */
export function parseVolumes(specs: readonly string[], cwd: string, strict: boolean): { readonly binds: readonly string[]; readonly anonymous: Readonly<Record<string, Record<string, never>>> } {
  const binds: string[] = [];
  const anonymous: Record<string, Record<string, never>> = {};
  for (const spec of new Set(specs)) {
    const refusal = refuse(spec);
    if (strict && refusal !== undefined) throw new Error(refusal);
    const source = spec.length <= 2 || !spec.includes(":") ? "" : (spec.split(":")[0] ?? "");
    if (source === "") anonymous[spec] = {};
    else binds.push(strict && source.startsWith(".") ? absolute(cwd, source) + spec.slice(source.length) : spec);
  }
  return { binds, anonymous };
}

function refuse(spec: string): string | undefined {
  if (spec === "") return "invalid empty volume spec";
  if (spec.length <= 2) return undefined;
  const parts = spec.split(":");
  if (parts.some((part) => part === "")) return `invalid spec: ${spec}: empty section between colons`;
  return parts.length > 3 ? `invalid spec: ${spec}: too many colons` : undefined;
}
