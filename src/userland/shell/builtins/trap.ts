import { ALL_SIGNALS, encode, signalNumber } from "#abi";
import { quoteSingle } from "../expand/quote.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { setTrap, trapName } from "../run/traps.ts";
import { readFlags, refuse, usage } from "./flags.ts";

const ORDER: readonly string[] = ["EXIT", ...ALL_SIGNALS.map((signal) => signal.slice(3)), "DEBUG", "ERR", "RETURN"];

export const trap: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, shell.flavour.name === "bash" ? "lp" : "");
    if (typeof flags === "number") return flags;
    if (flags.has("l")) {
      await shell.sys.write(1, encode(`${ALL_SIGNALS.map((signal) => `${signalNumber(signal)}) ${signal}`).join("\n")}\n`));
      return 0;
    }
    if (flags.rest.length === 0 || flags.has("p")) return show(shell, flags.rest);
    const [first = "", ...others] = flags.rest;
    // A number or a single name resets; otherwise the first word is what to do.
    const resets = /^\d+$/.test(first) || (others.length === 0 && trapName(first) !== undefined);
    if (others.length === 0 && !resets && first !== "-") return usage(shell, "trap");
    const command = resets || first === "-" ? undefined : first;
    let status = 0;
    for (const spec of resets ? flags.rest : others) {
      const name = trapName(spec);
      if (
        name === undefined ||
        (shell.flavour.name !== "bash" && /^(?:DEBUG|RETURN)$/.test(name)) ||
        (shell.flavour.name === "dash" && name === "ERR")
      ) {
        if (shell.flavour.name === "dash") {
          await shell.sys.write(2, encode(`trap: ${spec}: bad trap\n`));
          status = 1;
        } else {
          await shell.complain(`${spec}: invalid signal specification`, "trap");
          status = 1;
        }
        continue;
      }
      if (command !== undefined && shell.parentTraps) shell.parentTraps = undefined;
      setTrap(shell, name, command);
    }
    return status;
  },
};

async function show(shell: Shell, specs: readonly string[]): Promise<number> {
  const traps = shell.parentTraps && shell.traps.size === 0 ? shell.parentTraps : shell.traps;
  const names = specs.length > 0 ? specs.map((spec) => trapName(spec)) : ORDER;
  for (const [i, name] of names.entries()) {
    if (name === undefined) return refuse(shell, "trap", `${specs[i] ?? ""}: invalid signal specification`);
    const one = traps.get(name);
    if (!one) continue;
    const label = shell.flavour.name === "bash" && ALL_SIGNALS.some((signal) => signal === `SIG${name}`) ? `SIG${name}` : name;
    await shell.sys.write(1, encode(`trap -- ${quoteSingle(one.command)} ${label}\n`));
  }
  return 0;
}
