/** The lines of JSON that pull, push, load, import and build answer with. */
export interface JsonMessage {
  readonly stream?: string;
  readonly status?: string;
  readonly progressDetail?: ProgressDetail;
  /** The bar as text, for those who don't draw it. */
  readonly progress?: string;
  readonly id?: string;
  readonly from?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly code?: number; readonly message: string };
  /** Build: {"ID":"sha256:…"}. Push: {"Tag","Digest","Size"}. */
  readonly aux?: Readonly<Record<string, unknown>>;
}
export interface ProgressDetail {
  readonly current?: number;
  readonly total?: number;
  readonly start?: number;
  readonly hidecounts?: boolean;
  readonly units?: string;
}

/** Takes a stream of JSON values apart at their newlines. `push` gives the values that a piece of text completed. */
export function jsonLines<T>(): { push(text: string): T[]; flush(): T[] } {
  let rest = "";
  const parse = (lines: readonly string[]): T[] => lines.filter((line) => line.trim() !== "").map((line): T => JSON.parse(line));
  return {
    push(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      return parse(lines);
    },
    flush() {
      const last = rest;
      rest = "";
      return parse([last]);
    },
  };
}
