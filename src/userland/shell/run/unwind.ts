/** Ways to leave what is being executed, thrown through the interpreter. */
export type Leaving =
  | { readonly kind: "break" | "continue"; readonly levels: number }
  | { readonly kind: "return"; readonly status: number }
  /** Ends the process (a subshell's own). `replaced`: by exec, so that no EXIT trap runs. */
  | { readonly kind: "exit"; readonly status: number; readonly replaced?: boolean }
  /** Back to the prompt, or out of the shell where there is none: a failed expansion, ^C. */
  | { readonly kind: "abort"; readonly status: number; readonly interrupted?: boolean };

export class Unwind extends Error {
  readonly leaving: Leaving;
  constructor(leaving: Leaving) {
    super(leaving.kind);
    this.leaving = leaving;
  }
}

/** Whether a caught value is an unwinding of one of these kinds. */
export function isUnwind(error: unknown, ...kinds: Leaving["kind"][]): error is Unwind {
  return error instanceof Unwind && (kinds.length === 0 || kinds.includes(error.leaving.kind));
}
