import type { ProcessHandle } from "#kernel";
import type { Stdio } from "../container/stdio.ts";

export interface LiveExec {
  readonly stdio: Stdio;
  process: ProcessHandle | undefined;
  /** Size asked for before it started. */
  size: { readonly rows: number; readonly columns: number } | undefined;
}
