import { release19 } from "./19.03.12.ts";
import { release28 } from "./28.5.2.ts";
import type { Release } from "./types.ts";

export type { CliRelease, CommandSpec, FlagSpec } from "./cli.ts";
export type { EngineRelease, EngineTexts, Shape } from "./engine.ts";
export type { Release } from "./types.ts";

/** The releases that a machine can be booted with, the post's first. */
export const RELEASES: readonly Release[] = [release19, release28];
