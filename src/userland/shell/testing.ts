/** A small machine with the shells and a few programs, for tests. */
import { encode, isErrno, lines, type Program, readAll, type Sys, strerror } from "#abi";
import { bootTestKernel, type RunOptions, type RunResult, type TestKernel, type TestKernelOptions } from "../../os/kernel/testing.ts";
import { ash, bash, sh } from "./index.ts";
// What comes with its first use: on virtual time it must not come late.
import "./builtins/later.ts";
import "./run/foreground.ts";
import "./run/pipeline.ts";
import "./run/subshell-command.ts";

const cat: Program = async (sys) => {
  let status = 0;
  for (const path of sys.argv.length > 1 ? sys.argv.slice(1) : ["-"]) {
    try {
      const fd = path === "-" ? 0 : sys.open(path);
      for (let chunk = await sys.read(fd); chunk.length > 0; chunk = await sys.read(fd)) await sys.write(1, chunk);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await sys.write(2, encode(`cat: ${path}: ${strerror(error.code)}\n`));
      status = 1;
    }
  }
  return status;
};

const sleep: Program = async (sys) => {
  await sys.sleep(Number(sys.argv[1]) * 1000);
  return 0;
};

/** Says that it runs, then does nothing until a signal comes. */
const nap: Program = async (sys) => {
  await sys.write(2, encode("zzz\n"));
  for (;;) await sys.sleep(1000);
};

const login: Program = (sys) => sys.exec("/bin/bash", ["-bash"], sys.env);

const env: Program = async (sys) => {
  await sys.write(1, encode([...sys.env].map(([name, text]) => `${name}=${text}\n`).join("")));
  return 0;
};

/** Prints each argument in brackets. */
const args: Program = async (sys) => {
  await sys.write(
    1,
    encode(
      `${sys.argv
        .slice(1)
        .map((word) => `[${word}]`)
        .join("")}\n`,
    ),
  );
  return 0;
};

const echo: Program = async (sys) => {
  await sys.write(1, encode(`${sys.argv.slice(1).join(" ")}\n`));
  return 0;
};

const sort: Program = async (sys) => {
  const all: string[] = [];
  for await (const line of lines(sys, 0)) all.push(line);
  await sys.write(
    1,
    encode(
      all
        .sort()
        .map((line) => `${line}\n`)
        .join(""),
    ),
  );
  return 0;
};

const wc: Program = async (sys) => {
  const text = new TextDecoder().decode(await readAll({ read: (max) => sys.read(0, max) }));
  await sys.write(1, encode(`${text.split("\n").length - 1}\n`));
  return 0;
};

const tr: Program = async (sys) => {
  const [, from = "", to = ""] = sys.argv;
  const text = new TextDecoder().decode(await readAll({ read: (max) => sys.read(0, max) }));
  const upper = from === "a-z" && to === "A-Z";
  await sys.write(
    1,
    encode(upper ? text.toUpperCase() : [...text].map((char) => (from.includes(char) ? to.charAt(from.indexOf(char)) : char)).join("")),
  );
  return 0;
};

const yes: Program = async (sys) => {
  for (;;) {
    await sys.cpu(0.1);
    await sys.write(1, encode("y\n".repeat(100)));
  }
};

const head: Program = async (sys) => {
  let left = Number(sys.argv[2] ?? 10);
  if (left === 0) return 0;
  for await (const line of lines(sys, 0)) {
    await sys.write(1, encode(`${line}\n`));
    left -= 1;
    if (left <= 0) break;
  }
  return 0;
};

const touch: Program = async (sys) => each(sys, (path) => sys.writeFile(path, encode("")));
const mkdir: Program = async (sys) => each(sys, (path) => sys.mkdir(path));
const rm: Program = async (sys) => each(sys, (path) => sys.unlink(path));

async function each(sys: Sys, act: (path: string) => void): Promise<number> {
  for (const path of sys.argv.slice(1)) if (!path.startsWith("-")) act(path);
  return 0;
}

const UTILITIES: Readonly<Record<string, Program>> = {
  bash,
  dash: sh,
  ash,
  sh: bash,
  cat,
  sleep,
  nap,
  login,
  env,
  echo,
  args,
  sort,
  wc,
  tr,
  yes,
  head,
  touch,
  mkdir,
  rm,
};

export interface ShellMachine extends TestKernel {
  /** Runs a text with `bash -c`, or another shell. */
  shell(
    text: string,
    options?: RunOptions & { readonly shell?: "bash" | "dash" | "ash"; readonly arguments?: readonly string[] },
  ): Promise<RunResult>;
}

export function bootShell(options: TestKernelOptions = {}): ShellMachine {
  const machine = bootTestKernel({ ...options, programs: { ...UTILITIES, ...options.programs } });
  return Object.assign(machine, {
    shell: (text: string, run: RunOptions & { readonly shell?: "bash" | "dash" | "ash"; readonly arguments?: readonly string[] } = {}) =>
      machine.run([run.shell ?? "bash", "-c", text, ...(run.arguments ?? [])], { cwd: "/tmp", ...run }),
  });
}
