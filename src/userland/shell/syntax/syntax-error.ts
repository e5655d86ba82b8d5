/** What can be wrong with a program text. The flavours put each into their own words. */
export type SyntaxProblem =
  /** `expecting` is what dash and busybox name: the word that would have closed the open construct. */
  | { readonly kind: "unexpected-token"; readonly token: string; readonly expecting?: string | undefined; readonly word?: boolean }
  | { readonly kind: "unexpected-end"; readonly expecting?: string | undefined }
  /** A quote or bracket that isn't closed. */
  | {
      readonly kind: "unmatched";
      readonly delimiter: string;
      readonly construct: "quote" | "parameter" | "command" | "arithmetic" | "backquote" | "conditional";
    }
  | { readonly kind: "conditional"; readonly text: string }
  | { readonly kind: "bad-for-variable"; readonly name: string }
  | { readonly kind: "bad-function-name"; readonly name: string };

export class ShellSyntaxError extends Error {
  readonly problem: SyntaxProblem;
  /** Line of the program text where it went wrong, from 1. */
  readonly line: number;
  constructor(problem: SyntaxProblem, line: number) {
    super(problem.kind);
    this.name = "ShellSyntaxError";
    this.problem = problem;
    this.line = line;
  }
  /** Whether more lines could make it right: an interactive shell asks for them with PS2. */
  get incomplete(): boolean {
    return this.problem.kind === "unexpected-end" || this.problem.kind === "unmatched";
  }
}
