/** Bytes gzip that each part may load before the prompt. */
export declare const BUDGETS: { readonly page: number; readonly worker: number };
/** What each part loads before the prompt: gzip bytes by file. */
export declare function firstLoad(): Readonly<Record<"page" | "worker", Readonly<Record<string, number>>>>;
