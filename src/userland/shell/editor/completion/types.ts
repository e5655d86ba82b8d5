/** What completing the word before the cursor gives. */
export interface Completion {
  /** Where the word begins. */
  readonly from: number;
  /** What to put in place of the word up to the cursor; undefined when nothing fits. */
  readonly insert: string | undefined;
  /** What to show in a list, sorted. */
  readonly candidates: readonly string[];
  /** The quote that the inserted text closes, if any. */
  readonly closing: string;
}
