import type { Shell } from "./shell.ts";

/** Variables that bash computes when they are read (bash(1), Shell Variables). */
export function computeVariables(shell: Shell): void {
  const { variables, sys } = shell;
  if (shell.flavour.name === "dash") return;
  variables.compute("LINENO", {
    get: () => String(shell.flavour.name === "ash" && shell.mode === "c" ? shell.line - 1 : shell.line),
    set: () => {},
  });
  let seed: number | undefined;
  const random = () => {
    if (seed === undefined) {
      const [a = 0, b = 0] = sys.random(2);
      return String(((a << 8) | b) & 0x7fff);
    }
    // Park and Miller's generator, as bash has it: a seed gives the same numbers each time.
    seed = (16807 * (seed || 123459876)) % 2147483647;
    return String(((seed >> 16) ^ (seed & 0xffff)) & 0x7fff);
  };
  variables.compute("RANDOM", { get: random, set: (text) => (seed = Number.parseInt(text, 10) || 0) });
  if (shell.flavour.name === "ash") return;
  variables.compute("SECONDS", {
    get: () => String(Math.floor((sys.now() - shell.started) / 1000) + shell.secondsBase),
    set: (text) => {
      shell.started = sys.now();
      shell.secondsBase = Number.parseInt(text, 10) || 0;
    },
  });
  variables.compute("BASHPID", { get: () => String(sys.pid), set: () => {} });
  variables.compute("BASH_SUBSHELL", { get: () => String(shell.subshellLevel), set: () => {} });
  const named = () => shell.frames.filter((frame) => frame.kind !== "eval").toReversed();
  variables.computeArray("PIPESTATUS", () => shell.pipeStatus.map(String));
  variables.computeArray("FUNCNAME", () =>
    shell.frames.some((frame) => frame.kind === "function")
      ? named().map((frame) => (frame.kind === "source" ? "source" : frame.name))
      : [],
  );
  variables.computeArray("BASH_SOURCE", () => named().map((frame) => frame.source));
  variables.computeArray("BASH_LINENO", () => named().map((frame) => String(frame.calledAt)));
  variables.computeArray("DIRSTACK", () => [variables.get("PWD") ?? "", ...shell.directoryStack]);
  variables.compute("EPOCHSECONDS", { get: () => String(Math.floor(sys.now() / 1000)), set: () => {} });
  variables.compute("EPOCHREALTIME", { get: () => (sys.now() / 1000).toFixed(6), set: () => {} });
  variables.compute("SRANDOM", { get: () => String(sys.random(4).reduce((sum, byte) => sum * 256 + byte, 0)), set: () => {} });
}

/** Makes a variable an indexed array of these values. */
export function setArray(shell: Shell, name: string, values: readonly string[]): void {
  const variable = shell.variables.writable(name);
  variable.value = { kind: "indexed", items: new Map(values.map((value, i) => [i, value])) };
}
