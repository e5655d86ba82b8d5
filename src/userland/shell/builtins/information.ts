import { encode } from "#abi";
import type { Builtin } from "../run/shell.ts";
import { readFlags, refuse } from "./flags.ts";
import { USAGE } from "./usage.data.ts";

export const help: Builtin = {
  run: async (shell, argv) => {
    const names = [...shell.interpreter.builtinNames(shell)].sort();
    if (shell.flavour.name === "ash") {
      const lines: string[] = [""];
      for (const name of names) {
        if ((lines.at(-1) ?? "").length + name.length > 70) lines.push("");
        lines.push(`${lines.pop() ?? ""} ${name}`);
      }
      await shell.sys.write(1, encode(`Built-in commands:\n------------------\n${lines.map((line) => `\t${line.trim()}`).join("\n")}\n`));
      return 0;
    }
    const wanted = argv.slice(1).filter((word) => !word.startsWith("-"));
    if (wanted.length === 0) {
      const head = `GNU bash, version ${shell.variables.get("BASH_VERSION") ?? ""} (x86_64-pc-linux-gnu)\nThese shell commands are defined internally.  Type \`help' to see this list.\nType \`help name' to find out more about the function \`name'.\nUse \`info bash' to find out more about the shell in general.\nUse \`man -k' or \`info' to find out more about commands not in this list.\n\nA star (*) next to a name means that the command is disabled.\n\n`;
      await shell.sys.write(1, encode(head + names.map((name) => ` ${USAGE[name] ?? name}\n`).join("")));
      return 0;
    }
    let status = 0;
    for (const word of wanted) {
      const synopsis = names.includes(word) ? (USAGE[word] ?? word) : undefined;
      if (synopsis === undefined) {
        status = 1;
        await shell.complain(`no help topics match \`${word}'.  Try \`help help' or \`man -k ${word}' or \`info ${word}'.`, "help");
      } else await shell.sys.write(1, encode(`${word}: ${synopsis}\n`));
    }
    return status;
  },
};

export const history: Builtin = {
  run: async (shell, argv) => {
    shell.history ??= shell.inheritedHistory?.();
    const list = shell.history;
    if (!list) return 0;
    const flags = await readFlags(shell, argv, "cd:anrwps");
    if (typeof flags === "number") return flags;
    const file = flags.rest[0] ?? shell.variables.get("HISTFILE");
    if (flags.has("c")) {
      list.clear();
      return 0;
    }
    const removed = flags.value("d");
    if (removed !== undefined) {
      const at = Number(removed) < 0 ? list.entries.length + Number(removed) : Number(removed) - 1;
      if (!(at >= 0 && at < list.entries.length)) return refuse(shell, "history", `${removed}: history position out of range`);
      list.remove(at);
      return 0;
    }
    if (flags.has("w") || flags.has("a")) {
      if (file !== undefined) list.save(file);
      return 0;
    }
    if (flags.has("r") || flags.has("n")) {
      if (file !== undefined) list.load(file);
      return 0;
    }
    if (flags.has("s")) {
      list.remove(list.entries.length - 1);
      list.add(flags.rest.join(" "));
      return 0;
    }
    const [count] = flags.rest;
    if (count !== undefined && !/^\d+$/.test(count)) return refuse(shell, "history", `${count}: numeric argument required`);
    const from = count === undefined ? 0 : Math.max(0, list.entries.length - Number(count));
    const width = shell.flavour.name === "bash" ? 5 : 4;
    const first = shell.flavour.name === "bash" ? 1 : 0;
    await shell.sys.write(
      1,
      encode(
        list.entries
          .slice(from)
          .map((entry, i) => `${String(from + i + first).padStart(width)}${shell.flavour.name === "bash" ? "  " : " "}${entry}\n`)
          .join(""),
      ),
    );
    return 0;
  },
};

export const caller: Builtin = {
  run: async (shell, argv) => {
    const level = Number(argv[1] ?? 0);
    const frames = shell.frames.filter((frame) => frame.kind !== "eval").toReversed();
    const frame = frames[level];
    const outer = frames[level + 1];
    if (!frame || !outer) return 1;
    await shell.sys.write(
      1,
      encode(argv[1] === undefined ? `${frame.calledAt} ${outer.source}\n` : `${frame.calledAt} ${outer.name} ${outer.source}\n`),
    );
    return 0;
  },
};

export const enable: Builtin = {
  run: async (shell, argv) => {
    const flags = await readFlags(shell, argv, "adnpsf:");
    if (typeof flags === "number") return flags;
    await shell.sys.write(
      1,
      encode(
        shell.interpreter
          .builtinNames(shell)
          .map((name) => `enable ${name}\n`)
          .join(""),
      ),
    );
    return 0;
  },
};
