import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { boot, createRandom, createVirtualClock, type Machine, type TerminalSession, type VirtualClock } from "#machine";
import { loaded } from "./eager.ts";
import { normalise } from "./normalise.ts";
import type { Recording, Step } from "./recording.ts";
import { render } from "./screen.ts";

/** A step played at our machine beside what the real one showed. */
export interface PlayedStep {
  readonly step: Step;
  readonly index: number;
  readonly equal: boolean;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  /** Exit status as our shell saw it; null when no host command ended. */
  readonly exit: number | null;
}

const PROMPT = /\[(?:user|root)@docker [^\]\n]*\][$#] $/;
const STATUS = /\x1b\]777;(\d+)\x07/g;
const KEYS: Readonly<Record<string, string>> = { "^[": "\x1b" };

/** How long a person waits, in simulated milliseconds: for quiet after an interactive line, and at most. */
const QUIET = 2500;
const PATIENCE = 8000;
const PROMPT_PATIENCE = 40_000;

/** Steps of simulated time that need no care, in milliseconds. */
const JUMP = 20;

/** Where the registry's compiled files are. */
const REGISTRY = pathToFileURL(`${process.cwd()}/public/`);

/** Plays a recording from its first step; time is virtual, so that waiting costs nothing. */
export async function play(recording: Recording): Promise<readonly PlayedStep[]> {
  const player = await Player.start(recording);
  const played: PlayedStep[] = [];
  try {
    for (const [index, step] of recording.steps.entries()) {
      const { shown, exit } = await player.step(step);
      const expected = normalise(await render(step.shown, recording.columns, recording.rows));
      const actual = normalise(await render(shown, recording.columns, recording.rows));
      const equal = expected.join("\n") === actual.join("\n") && (step.exit === null || exit === step.exit);
      played.push({ step, index, equal, expected, actual, exit });
    }
  } finally {
    player.stop();
  }
  return played;
}

class Player {
  readonly #machine: Machine;
  readonly #terminal: TerminalSession;
  readonly #clock: VirtualClock;
  readonly #external: { pending: number };
  readonly #defects: readonly unknown[];
  #output = "";
  #lastOutput = 0;

  private constructor(
    machine: Machine,
    terminal: TerminalSession,
    clock: VirtualClock,
    external: { pending: number },
    defects: readonly unknown[],
  ) {
    this.#machine = machine;
    this.#terminal = terminal;
    this.#clock = clock;
    this.#external = external;
    this.#defects = defects;
    void this.#listen();
  }

  static async start(recording: Recording): Promise<Player> {
    if (Object.keys(loaded).length === 0) throw new Error("the machine's modules were not loaded beforehand");
    const clock = createVirtualClock(Date.UTC(2026, 10, 23, 19, 12, 0));
    const external = { pending: 0 };
    const defects: unknown[] = [];
    const fetch = async (path: string): Promise<Uint8Array> => {
      external.pending++;
      try {
        return new Uint8Array(await readFile(new URL(path, REGISTRY)));
      } finally {
        external.pending--;
      }
    };
    const booting = boot({
      clock,
      random: createRandom(7),
      release: recording.engine,
      language: recording.lang,
      fetch,
      images: recording.images,
      lineSpeed: 20_000_000,
      onDefect: (error) => defects.push(error),
    });
    let machine: Machine | undefined;
    void booting.then((booted) => {
      machine = booted;
    });
    while (machine === undefined) await drive(clock, external);
    await tellStatuses(machine);
    const terminal = machine.openTerminal({ rows: recording.rows, columns: recording.columns });
    const player = new Player(machine, terminal, clock, external, defects);
    await player.#wait(() => PROMPT.test(player.#output), PROMPT_PATIENCE);
    return player;
  }

  async step(step: Step): Promise<{ shown: string; exit: number | null }> {
    this.#output = "";
    switch (step.kind) {
      case "sleep":
        await this.#wait(() => false, Number(step.send) * 1000);
        break;
      case "$":
        this.#type(`${step.send}\r`);
        await this.#wait(() => PROMPT.test(this.#output), PROMPT_PATIENCE);
        break;
      case ">":
        this.#type(`${step.send}\r`);
        await this.#quiet();
        break;
      case "key":
        for (const key of keys(step.send)) {
          this.#type(key);
          await this.#wait(() => false, 60);
        }
        await this.#quiet();
        break;
    }
    let exit: number | null = null;
    for (const match of this.#output.matchAll(STATUS)) exit = Number(match[1]);
    return { shown: this.#output.replace(STATUS, ""), exit };
  }

  /** Switches the machine off; throws when something of ours broke meanwhile. */
  stop(): void {
    this.#machine.shutdown();
    const [defect] = this.#defects;
    if (defect !== undefined) throw defect instanceof Error ? defect : new Error(String(defect));
  }

  #type(text: string): void {
    this.#lastOutput = this.#clock.now();
    // A session that ended takes no more: the step shows that.
    this.#terminal.write(new TextEncoder().encode(text)).catch(() => undefined);
  }

  async #quiet(): Promise<void> {
    await this.#wait(() => this.#clock.now() - this.#lastOutput >= QUIET, PATIENCE, QUIET);
  }

  async #wait(done: () => boolean, patience: number, slice = 100): Promise<void> {
    const end = this.#clock.now() + patience;
    while (this.#clock.now() < end) {
      await drive(this.#clock, this.#external, Math.min(end, this.#clock.now() + slice), done);
      if (done()) return;
    }
  }

  async #listen(): Promise<void> {
    const decoder = new TextDecoder();
    for (;;) {
      const chunk = await this.#terminal.read();
      if (chunk.length === 0) return;
      this.#output += decoder.decode(chunk, { stream: true });
      this.#lastOutput = this.#clock.now();
    }
  }
}

/** Makes the host's shells, root's too, print each exit status before the prompt, where only the player sees it. */
async function tellStatuses(machine: Machine): Promise<void> {
  const { kernel } = machine;
  const root = { uid: 0, gid: 0, euid: 0, egid: 0, groups: [0] };
  const nothing = { kind: "null" } as const;
  const process = await kernel.spawn({
    namespaces: kernel.host,
    credentials: root,
    env: new Map(),
    cwd: "/",
    argv: ["status"],
    stdin: nothing,
    stdout: nothing,
    stderr: nothing,
    program: async (sys) => {
      sys.writeFile("/etc/profile.d/status.sh", new TextEncoder().encode("PROMPT_COMMAND='printf \"\\033]777;%d\\007\" $?'\n"));
      return 0;
    },
  });
  await process.exited;
}

/** Lets the machine run until simulated time `until` (default: one round), or until `done`. */
async function drive(clock: VirtualClock, external: { pending: number }, until?: number, done?: () => boolean): Promise<void> {
  for (;;) {
    for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
    if (external.pending > 0) continue;
    if (done?.() === true) return;
    const due = clock.nextDue();
    // A jump waits for what is really asynchronous: a module, a decompressor.
    if (due === undefined || due - clock.now() > JUMP) await new Promise((resolve) => setTimeout(resolve, 2));
    if (clock.nextDue() !== due) continue;
    if (until === undefined) {
      clock.step();
      return;
    }
    if (due === undefined || due > until) {
      clock.moveTo(until);
      return;
    }
    clock.step();
  }
}

/** `^P^Q` becomes two control characters; other text stands for itself. */
function keys(text: string): string[] {
  const result: string[] = [];
  for (let at = 0; at < text.length; ) {
    const two = text.slice(at, at + 2);
    if (/^\^[@-_a-z?]$/i.test(two)) {
      const letter = two.charCodeAt(1);
      result.push(KEYS[two] ?? (two === "^?" ? "\x7f" : String.fromCharCode(letter & 31)));
      at += 2;
    } else {
      result.push(text.slice(at, at + 1));
      at += 1;
    }
  }
  return result;
}
