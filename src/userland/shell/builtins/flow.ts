import { encode } from "#abi";
import { jobState } from "../run/jobs.ts";
import type { Builtin, Shell } from "../run/shell.ts";
import { Unwind } from "../run/unwind.ts";
import { parseCount, refuse } from "./flags.ts";

export const colon: Builtin = { special: true, run: () => 0 };
export const yes: Builtin = { run: () => 0 };
export const no: Builtin = { run: () => 1 };

function leaveLoop(kind: "break" | "continue"): Builtin {
  return {
    special: true,
    run: async (shell, argv) => {
      if (shell.loopDepth === 0) {
        if (shell.flavour.name === "bash") await shell.complain("only meaningful in a `for', `while', or `until' loop", kind);
        return 0;
      }
      const levels = argv[1] === undefined ? 1 : parseCount(argv[1]);
      if (levels === undefined) {
        await shell.complain(shell.flavour.name === "bash" ? `${argv[1]}: numeric argument required` : `Illegal number: ${argv[1]}`, kind);
        throw new Unwind({ kind: "abort", status: shell.flavour.name === "bash" ? 128 : 2 });
      }
      if (levels < 1) return refuse(shell, kind, `${argv[1]}: loop count out of range`);
      throw new Unwind({ kind, levels: Math.min(levels, shell.loopDepth) });
    },
  };
}
export const breakLoop: Builtin = leaveLoop("break");
export const continueLoop: Builtin = leaveLoop("continue");

async function statusArgument(shell: Shell, name: string, text: string | undefined): Promise<number> {
  if (text === undefined) return shell.status;
  const number = parseCount(text);
  if (number !== undefined) return number & 0xff;
  await shell.complain(shell.flavour.name === "bash" ? `${text}: numeric argument required` : `Illegal number: ${text}`, name);
  return 2;
}

export const returnFrom: Builtin = {
  special: true,
  run: async (shell, argv) => {
    const inside = shell.frames.some((frame) => frame.kind === "function" || frame.kind === "source");
    if (!inside && shell.flavour.name === "bash") {
      await shell.complain("can only `return' from a function or sourced script", "return");
      return 2;
    }
    throw new Unwind({ kind: "return", status: await statusArgument(shell, "return", argv[1]) });
  },
};

async function leave(shell: Shell, argv: readonly string[]): Promise<number> {
  if (shell.interactive && shell.flavour.name === "bash") {
    await shell.sys.write(2, encode(shell.flavour.exitText(shell.login)));
    const stopped = shell.jobs.all.some((job) => jobState(job) === "stopped");
    if (stopped && !shell.warnedOfJobs) {
      shell.warnsOfJobs = true;
      await shell.sys.write(2, encode("There are stopped jobs.\n"));
      return 1;
    }
  } else if (shell.interactive && shell.jobs.all.some((job) => jobState(job) === "stopped") && !shell.warnedOfJobs) {
    shell.warnsOfJobs = true;
    await shell.sys.write(2, encode("You have stopped jobs.\n"));
    return 0;
  }
  if (argv.length > 2 && shell.flavour.name === "bash" && parseCount(argv[1] ?? "") !== undefined)
    return refuse(shell, "exit", "too many arguments");
  throw new Unwind({ kind: "exit", status: await statusArgument(shell, argv[0] ?? "exit", argv[1]) });
}

export const exit: Builtin = { special: true, run: leave };

export const logout: Builtin = {
  only: ["bash"],
  run: async (shell, argv) => {
    if (shell.login) return leave(shell, argv);
    return refuse(shell, "logout", "not login shell: use `exit'");
  },
};

export const shift: Builtin = {
  special: true,
  run: async (shell, argv) => {
    const count = argv[1] === undefined ? 1 : parseCount(argv[1]);
    if (count === undefined)
      return refuse(shell, "shift", shell.flavour.name === "bash" ? `${argv[1]}: numeric argument required` : `Illegal number: ${argv[1]}`);
    if (count < 0) return refuse(shell, "shift", `${argv[1]}: shift count out of range`);
    if (count > shell.positional.length) {
      if (shell.flavour.name === "dash") return refuse(shell, "shift", "can't shift that many", 2);
      if (shell.shopt("shift_verbose")) return refuse(shell, "shift", `${count}: shift count out of range`);
      return 1;
    }
    shell.positional = shell.positional.slice(count);
    return 0;
  },
};
