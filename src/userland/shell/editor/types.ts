/** What the shell and its line editor agree on. */

/** Reads one line from the terminal with editing; resolves with the text without newline, "eof" on ^D at an empty line, or "interrupt" on ^C. */
export interface LineEditor {
  /** `prompt` is already expanded; what stands between \x01 and \x02 in it takes no room on the screen (`\[ \]` in PS1). */
  readLine(options: { readonly prompt: string; readonly continuation: boolean }): Promise<ReadLineResult>;
  readonly history: History;
}

export type ReadLineResult =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "eof" }
  | { readonly kind: "interrupt"; readonly text: string };

/** The command history, oldest first. */
export interface History {
  readonly entries: readonly string[];
  add(line: string): void;
  /** Appends a history file's lines; a file that can't be read counts as empty. */
  load(path: string): void;
  /** Replaces a history file; failures are ignored as bash ignores them. */
  save(path: string): void;
  clear(): void;
  /** Removes the entry at `index` (from 0). */
  remove(index: number): void;
}

/** What only the shell knows and completion needs. */
export interface CompletionSource {
  /** Builtins, functions, aliases and what PATH holds. */
  commands(): Iterable<string>;
  variables(): Iterable<string>;
  env(name: string): string | undefined;
  /** Candidates for `words[index]` of a docker command line; by default `docker __complete` is asked. */
  completeDocker?(words: readonly string[], index: number): Promise<readonly string[]>;
}

/** Whose line editing: GNU readline as bash has it, busybox' own, or none. */
export type Flavour = "bash" | "ash" | "dash";
