/** Where terminals are numbered: every mount namespace that has a devpts of its own counts from 0. */

import type { WindowSize } from "#abi";
import type { MountNamespace } from "#vfs";
import { Terminal, type TerminalHost } from "./terminal.ts";

export class Devpts {
  readonly terminals = new Map<number, Terminal>();
  readonly #host: Omit<TerminalHost, "unused">;

  constructor(host: Omit<TerminalHost, "unused">) {
    this.#host = host;
  }

  create(size: WindowSize): Terminal {
    let index = 0;
    while (this.terminals.has(index)) index++;
    const terminal = new Terminal(index, size, { ...this.#host, unused: () => this.terminals.delete(index) });
    this.terminals.set(index, terminal);
    return terminal;
  }
}

export class DevptsRegistry {
  readonly #own = new WeakMap<MountNamespace, Devpts>();
  readonly #host: Omit<TerminalHost, "unused">;

  constructor(host: Omit<TerminalHost, "unused">) {
    this.#host = host;
  }

  of(owner: MountNamespace): Devpts {
    const found = this.#own.get(owner);
    if (found !== undefined) return found;
    const created = new Devpts(this.#host);
    this.#own.set(owner, created);
    return created;
  }
}
