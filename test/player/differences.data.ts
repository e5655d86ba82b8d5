/**
 * The steps of the recordings that our machine answers otherwise, each with its reason. A step listed here that becomes equal
 * fails the test as well: the list is neither longer nor shorter than the truth.
 */
export const DIFFERENCES: Readonly<Record<string, Readonly<Record<number, string>>>> = {};
