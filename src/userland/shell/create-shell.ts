import { decode, encode, isErrno, type Program, type Sys } from "#abi";
import { builtinNames, findBuiltin } from "./builtins/table.ts";
import type { Flavour } from "./flavours.data.ts";
import { runInteractive } from "./interactive/loop.ts";
import { expandPrompt } from "./interactive/prompt.ts";
import { type Invocation, readInvocation } from "./invocation.ts";
import { INTERPRETER } from "./run/interpreter.ts";
import { JobTable } from "./run/jobs.ts";
import { runProgramText, runStandardInput } from "./run/program-text.ts";
import { type Interpreter, Shell } from "./run/shell.ts";
import { finish } from "./run/subshell.ts";
import { Variables } from "./run/variables.ts";
import { importEnvironment, readProfiles, startSession } from "./startup.ts";

const SHELL: Interpreter = {
  ...INTERPRETER,
  builtin: findBuiltin,
  builtinNames,
  expandPrompt,
  // What a kernel refuses for want of `#!` is run as a script by the shell that tried.
  runScript: (shell, sys, path, argv, env) =>
    runShell(shell.flavour, sys, { ...NOTHING, mode: "file", file: path, name: argv[0] ?? path, parameters: argv.slice(1) }, env),
};

const NOTHING: Invocation = {
  mode: "stdin",
  text: undefined,
  file: undefined,
  name: "sh",
  parameters: [],
  login: false,
  interactive: false,
  options: [],
  shopts: [],
  profile: true,
  rc: true,
  rcFile: undefined,
};

/** The program of a shell: bash, dash or busybox' ash. */
export function createShell(flavour: Flavour): Program {
  return async (sys) => {
    const invocation = await readInvocation(flavour, sys);
    return typeof invocation === "number" ? invocation : runShell(flavour, sys, invocation, sys.env);
  };
}

async function runShell(flavour: Flavour, sys: Sys, invocation: Invocation, env: ReadonlyMap<string, string>): Promise<number> {
  const shell = new Shell({ sys, flavour, interpreter: SHELL, variables: new Variables(), jobs: new JobTable(), name: invocation.name });
  shell.mode = invocation.mode;
  shell.login = invocation.login;
  shell.interactive = invocation.interactive;
  shell.typed = invocation.interactive;
  shell.positional = invocation.parameters;
  importEnvironment(shell, env);
  for (const [name, on] of invocation.options) {
    if (on) shell.options.add(name);
    else shell.options.delete(name);
  }
  for (const [name, on] of invocation.shopts) shell.shopts.set(name, on);
  shell.dialect.extglob = shell.shopt("extglob");
  return finish(shell, async () => {
    if (shell.interactive) await startSession(shell);
    await readProfiles(shell, invocation);
    return runMode(shell, invocation);
  });
}

async function runMode(shell: Shell, invocation: Invocation): Promise<number> {
  if (invocation.mode === "c") return runProgramText(shell, invocation.text ?? "", "-c");
  if (invocation.mode === "file") {
    const text = await scriptText(shell, invocation.file ?? "");
    return typeof text === "number" ? text : runProgramText(shell, text, undefined);
  }
  return shell.interactive ? runInteractive(shell) : runStandardInput(shell);
}

async function scriptText(shell: Shell, path: string): Promise<string | number> {
  const { sys, flavour } = shell;
  const fail = async (text: string, status: number) => {
    await sys.write(2, encode(`${text}\n`));
    return status;
  };
  const called = sys.argv[0] ?? flavour.name;
  try {
    const found = path.includes("/") || exists(sys, path) ? path : (searchPath(shell, path) ?? path);
    if (sys.stat(found).type === "directory")
      return await fail(
        flavour.name === "bash" ? `${path}: ${path}: Is a directory` : `${called}: 0: can't open ${path}: Is a directory`,
        126,
      );
    return decode(sys.readFile(found));
  } catch (error) {
    if (!isErrno(error)) throw error;
    const reason = error.code === "ENOENT" ? "No such file or directory" : error.code === "EACCES" ? "Permission denied" : error.message;
    const status = error.code === "ENOENT" ? 127 : 126;
    if (flavour.name === "bash") return fail(`${called}: ${path}: ${reason}`, status);
    if (flavour.name === "dash") return fail(`${called}: 0: cannot open ${path}: ${error.code === "ENOENT" ? "No such file" : reason}`, 2);
    return fail(`${called}: can't open '${path}': ${reason}`, 2);
  }
}

function exists(sys: Sys, path: string): boolean {
  try {
    sys.stat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function searchPath(shell: Shell, name: string): string | undefined {
  return (shell.variables.get("PATH") ?? "")
    .split(":")
    .map((directory) => `${directory}/${name}`)
    .find((path) => exists(shell.sys, path));
}
