/** The expression of find: a list of words into something that judges files. */

import type { Sys } from "#abi";
import { stdout } from "../tool/output.ts";
import { action } from "./actions.ts";
import { test } from "./tests.ts";
import { FindError, type Found, type Node, type Run, type Settings } from "./types.ts";

export interface Expression {
  readonly settings: Settings;
  evaluate(found: Found): Promise<{ readonly quit: boolean }>;
  finish(): Promise<void>;
  failed(): boolean;
}

export function parseExpression(sys: Sys, words: readonly string[]): Expression {
  const settings: Settings = { maxDepth: Number.POSITIVE_INFINITY, minDepth: 0, depthFirst: false };
  const run: Run = { sys, settings, pending: [], acts: false, quit: false, failed: false };
  const parser = new Parser(run, words);
  const root = words.length === 0 ? () => true : parser.all();
  const print = !run.acts;
  return {
    settings,
    async evaluate(found) {
      const holds = await root(found);
      if (holds && print) await stdout(sys).print(`${found.path}\n`);
      return { quit: run.quit };
    },
    async finish() {
      for (const rest of run.pending) await rest();
    },
    failed: () => run.failed,
  };
}

class Parser {
  readonly #run: Run;
  readonly #words: string[];

  constructor(run: Run, words: readonly string[]) {
    this.#run = run;
    this.#words = [...words];
  }

  all(): Node {
    const node = this.#list();
    const [rest] = this.#words;
    if (rest === ")") throw new FindError("invalid expression; you have too many ')'");
    if (rest !== undefined) throw new FindError(`paths must precede expression: \`${rest}'`);
    return node;
  }

  #list(): Node {
    let node = this.#either();
    while (this.#take(",")) {
      const [left, right] = [node, this.#either()];
      node = async (found) => {
        await left(found);
        return right(found);
      };
    }
    return node;
  }

  #either(): Node {
    let node = this.#both();
    while (this.#take("-o") || this.#take("-or")) {
      const [left, right] = [node, this.#both()];
      node = async (found) => (await left(found)) || right(found);
    }
    return node;
  }

  #both(): Node {
    let node = this.#not();
    for (;;) {
      const [next] = this.#words;
      if (next === undefined || ["-o", "-or", ",", ")"].includes(next)) return node;
      if (next === "-a" || next === "-and") this.#words.shift();
      const [left, right] = [node, this.#not()];
      node = async (found) => (await left(found)) && right(found);
    }
  }

  #not(): Node {
    if (this.#take("!") || this.#take("-not")) {
      const node = this.#not();
      return async (found) => !(await node(found));
    }
    if (this.#take("(")) {
      if (this.#words[0] === ")") throw new FindError("invalid expression; empty parentheses are not allowed.");
      const node = this.#list();
      if (!this.#take(")")) throw new FindError("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
      return node;
    }
    const word = this.#words.shift();
    if (word === undefined) throw new FindError("invalid expression; expected an expression");
    const node = test(this.#run, word, this.#words) ?? action(this.#run, word, this.#words);
    if (node) return node;
    if (!word.startsWith("-")) throw new FindError(`paths must precede expression: \`${word}'`);
    throw new FindError(`unknown predicate \`${word}'`);
  }

  #take(word: string): boolean {
    if (this.#words[0] !== word) return false;
    this.#words.shift();
    return true;
  }
}
