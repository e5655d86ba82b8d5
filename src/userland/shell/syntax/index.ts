/** The shell's language: text in, syntax tree out. */
export * from "./ast.ts";
export { ansiCEscapes, byte, joinBytes } from "./escapes.ts";
export { type ParseOptions, Parser } from "./parser.ts";
export { printCommand } from "./print.ts";
export type { Dialect } from "./scanner.ts";
export { ShellSyntaxError, type SyntaxProblem } from "./syntax-error.ts";
