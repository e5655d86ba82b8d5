import { encode, type Pid, type Signal, type Sys } from "#abi";
import type { Flavour } from "../flavours.data.ts";
import type { Command, Dialect, FunctionDefinition } from "../syntax/index.ts";
import type { ArrayValue } from "./assign.ts";
import type { JobTable } from "./jobs.ts";
import { SHOPT_DEFAULTS } from "./options.ts";
import { Unwind } from "./unwind.ts";
import type { Variables } from "./variables.ts";

/** What executing a command means; joined in interpreter.ts so that expansion and builtins needn't know it. */
export interface Interpreter {
  /** Executes and resolves with the status. `last`: nothing follows in this process, so a program may take its place. */
  execute(shell: Shell, command: Command, last?: boolean): Promise<number>;
  /** Parses and executes a text: eval, source, traps. */
  run(
    shell: Shell,
    text: string,
    options: { readonly name?: string; readonly firstLine?: number; readonly last?: boolean },
  ): Promise<number>;
  /** What the command prints, without the newlines at its end. */
  substitute(shell: Shell, body: Command | undefined): Promise<string>;
  /** Starts <( ) or >( ) and gives the path to open. */
  /** Runs a text file that has no `#!` as a script, in a process that was to become it. */
  runScript(shell: Shell, sys: Sys, path: string, argv: readonly string[], env: ReadonlyMap<string, string>): Promise<number>;
  processSubstitution(shell: Shell, direction: "<" | ">", body: Command | undefined): string;
  /** Calls a function, builtin or program by name. `plain`: no functions. */
  call(
    shell: Shell,
    argv: readonly string[],
    options?: { readonly plain?: boolean; readonly last?: boolean; readonly path?: string },
  ): Promise<number>;
  builtin(shell: Shell, name: string): Builtin | undefined;
  builtinNames(shell: Shell): readonly string[];
  /** A prompt with its escapes carried out (\\u, \\w …), before parameters are expanded. */
  expandPrompt(shell: Shell, text: string): string;
}

/** A command that runs in the shell itself. */
export interface Builtin {
  /** `arrays`: values of the arguments that are array assignments, by their place in argv. */
  readonly run: (shell: Shell, argv: readonly string[], arrays: ReadonlyMap<number, ArrayValue>) => Promise<number> | number;
  /** POSIX special builtin: assignments before it stay, its errors end dash. */
  readonly special?: boolean;
  /** Belongs to these shells only; absent: all. */
  readonly only?: readonly Flavour["name"][];
}

/** Where commands come from, innermost last: for $LINENO, BASH_SOURCE, FUNCNAME and messages. */
export interface Frame {
  readonly kind: "main" | "function" | "source" | "eval";
  readonly name: string;
  readonly source: string;
  readonly calledAt: number;
}

export type Trap = { readonly command: string };

/** The state of one shell process. A subshell has a copy. */
export class Shell {
  readonly sys: Sys;
  readonly flavour: Flavour;
  readonly interpreter: Interpreter;
  readonly dialect: Dialect;
  readonly variables: Variables;
  readonly jobs: JobTable;
  functions = new Map<string, FunctionDefinition & { readonly source: string }>();
  aliases = new Map<string, string>();
  /** Names of options of `set -o` that are on. */
  options = new Set<string>();
  shopts = new Map<string, boolean>(SHOPT_DEFAULTS);
  /** $0 */
  name: string;
  positional: readonly string[] = [];
  status = 0;
  pipeStatus: readonly number[] = [0];
  lastBackground: Pid | undefined;
  /** $$: of the shell, not of its subshells. */
  readonly rootPid: Pid;
  subshellLevel = 0;
  line = 0;
  frames: readonly Frame[] = [];
  loopDepth = 0;
  /** Inside conditions errexit and the ERR trap sleep. */
  conditions = 0;
  /** Remembered places of programs: name to path and number of uses. */
  hash = new Map<string, { path: string; uses: number }>();
  hashedPath: string | undefined;
  /** By signal, or EXIT, ERR, DEBUG, RETURN. An empty command ignores. */
  traps = new Map<string, Trap>();
  pendingSignals: Signal[] = [];
  /** ^C at an interactive shell, not yet acted on. */
  interrupted = false;
  interactive = false;
  login = false;
  /** "c", "stdin" or "file": where the program text comes from. */
  mode: "c" | "stdin" | "file" = "stdin";
  /** The terminal's descriptor where there is job control. */
  terminal: number | undefined;
  directoryStack: readonly string[] = [];
  /** Position inside the argument of getopts. */
  getoptsOffset = 0;
  getoptsIndex = 1;
  started: number;
  secondsBase = 0;
  lastArgument = "";
  /** Status of the last command substitution, for assignments without a command. */
  substitutionStatus: number | undefined;
  history: HistoryAccess | undefined;
  /** In a subshell: a copy of the history that it was forked with, made when somebody asks. */
  inheritedHistory: (() => HistoryAccess | undefined) | undefined;
  /** The command before this one was told of stopped jobs: exit then really leaves. */
  warnedOfJobs = false;
  /** This command tells of stopped jobs: a refused exit, or jobs. */
  warnsOfJobs = false;
  /** Signals were just sent: what they end isn't gone yet when the next prompt comes. */
  sentSignals = false;
  /** Commands are typed at this shell or the one it is a subshell of: messages then name no line. */
  typed = false;
  /** SIGHUP came to an interactive shell. */
  hungUp = false;
  /** Signals that were ignored when the shell began: children get them so. */
  ignoredAtStart: ReadonlySet<Signal> = new Set();
  /** What `trap` and `jobs` show in $(trap) and $(jobs). */
  parentTraps: ReadonlyMap<string, Trap> | undefined;
  parentJobs: JobTable | undefined;
  /** Descriptors of process substitutions to close after the command. */
  openSubstitutions: number[] = [];

  constructor(options: {
    readonly sys: Sys;
    readonly flavour: Flavour;
    readonly interpreter: Interpreter;
    readonly variables: Variables;
    readonly jobs: JobTable;
    readonly name: string;
    readonly rootPid?: Pid;
  }) {
    this.sys = options.sys;
    this.flavour = options.flavour;
    this.interpreter = options.interpreter;
    this.variables = options.variables;
    this.jobs = options.jobs;
    this.name = options.name;
    this.rootPid = options.rootPid ?? options.sys.pid;
    this.dialect = { ...options.flavour.dialect };
    this.started = options.sys.now();
  }

  option(name: string): boolean {
    return this.options.has(name);
  }
  shopt(name: string): boolean {
    return this.shopts.get(name) === true;
  }

  /** IFS, or its default when it is not set. */
  get ifs(): string {
    return this.variables.get("IFS") ?? " \t\n";
  }

  /** Prints `bash: line 3: text` the flavour's way. `builtin` is who complains. */
  async complain(text: string, builtin?: string): Promise<void> {
    await this.sys.write(2, encode(`${this.flavour.prefix(this, builtin)}${text}\n`));
  }

  /** The same through another process's descriptors: a child on its way to exec. */
  async complainOn(sys: Sys, text: string): Promise<void> {
    await sys.write(2, encode(`${this.flavour.prefix(this)}${text}\n`));
  }

  /** Complains about what ends a shell that isn't interactive: an unset parameter under set -u. */
  async fail(text: string, status: number): Promise<never> {
    await this.complain(text);
    const code = this.flavour.name === "bash" ? status : 2;
    throw new Unwind(this.interactive ? { kind: "abort", status: this.flavour.name === "bash" ? 1 : 2 } : { kind: "exit", status: code });
  }

  /** Complains and gives up the whole command line: a failed expansion or assignment. */
  async abort(text: string, status = 1): Promise<never> {
    await this.complain(text);
    throw new Unwind({ kind: "abort", status: this.flavour.name === "bash" ? status : 2 });
  }
}

/** What the history builtin and $HISTCMD need of the line editor. */
export interface HistoryAccess {
  readonly entries: readonly string[];
  add(line: string): void;
  load(path: string): void;
  save(path: string): void;
  clear(): void;
  remove(index: number): void;
}
