import type { Process } from "./process.ts";

/** Pages that every process has: its stack, its data, what it uses of the shared libraries. Bytes. */
const BASE_RESIDENT = 900 * 1024;
/** The part of a program's file that gets read into memory. */
const READ_PART = 0.6;
const BASE_VIRTUAL = 11_500_000;

/** Resident size as ps shows it, shared libraries included. Bytes. */
export function residentMemory(process: Process): number {
  return BASE_RESIDENT + Math.round(process.executableSize * READ_PART) + process.memory;
}

/** Virtual size, bytes. */
export function virtualMemory(process: Process): number {
  return BASE_VIRTUAL + Math.ceil((process.executableSize + process.memory) * 1.1);
}
