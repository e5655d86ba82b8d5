import type { Program } from "#abi";

/** true: does nothing, successfully. */
export const trueProgram: Program = () => Promise.resolve(0);

/** false: does nothing, unsuccessfully. */
export const falseProgram: Program = () => Promise.resolve(1);
