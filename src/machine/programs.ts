/** Which program an executable's stub names: the only table of all programs. Everything but the shell is loaded when first run. */

import type { Program, ProgramLoader } from "#abi";
import { utilities } from "#bin";
import type { Release } from "#releases";
import { services } from "#services";
import { ash, bash, sh } from "#shell";

const SHELLS: Readonly<Record<string, Program>> = { bash, sh: bash, dash: sh, ash };

/** Names that get an executable in the host's /usr/bin. */
export const HOST_PROGRAMS: readonly string[] = Object.keys(utilities).filter(
  (name) => !["busybox", "hello", "gosu", "su-exec"].includes(name),
);

/** A loader for one machine: the docker command is that of its release. */
export function createProgramLoader(release: Release, extra: Readonly<Record<string, Program>>): ProgramLoader {
  const loaded = new Map<string, Program>();
  const find = async (name: string): Promise<Program | undefined> => {
    const own = extra[name] ?? SHELLS[name];
    if (own !== undefined) return own;
    if (name === "docker") {
      const [{ createDocker }, cli] = await Promise.all([import("#cli"), release.cli()]);
      return createDocker(cli);
    }
    if (name === "busybox") return (await import("#bin/busybox")).createBusybox(load);
    return (utilities[name] ?? services[name])?.();
  };
  const load: ProgramLoader = async (name) => {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const program = await find(name);
    if (program !== undefined) loaded.set(name, program);
    return program;
  };
  return load;
}
