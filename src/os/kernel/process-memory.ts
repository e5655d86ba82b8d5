import { BASE_MEMORY } from "./cgroup.ts";
import type { Process } from "./process.ts";

/** Pages of shared libraries that every process maps, bytes. */
const SHARED_RESIDENT = 2_200_000;
const BASE_VIRTUAL = 11_500_000;

/** Resident size as ps shows it, shared libraries included. Bytes. */
export function residentMemory(process: Process): number {
  return SHARED_RESIDENT + BASE_MEMORY + process.memory;
}

/** Virtual size, bytes. */
export function virtualMemory(process: Process): number {
  return BASE_VIRTUAL + BASE_MEMORY + Math.ceil(process.memory * 1.1);
}
