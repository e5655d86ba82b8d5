/** How an image is described: what its layers hold, and what its config says. `npm run images` makes layers and manifests of it. */

import type { ContainerConfig } from "#api";
import type { ImageHistory } from "#images";

interface Owner {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}
export type FileDescription = Owner &
  (
    | { readonly kind: "text"; readonly text: string }
    /** An executable of ours, of so many bytes. */
    | { readonly kind: "program"; readonly program: string; readonly size: number }
    | { readonly kind: "link"; readonly target: string }
    /** Another name of a file that stands before it. */
    | { readonly kind: "hard"; readonly path: string }
    | { readonly kind: "directory" }
    /** Bytes that nobody looks at: libraries, documentation. */
    | { readonly kind: "data"; readonly size: number }
  );

/** By path without a leading slash. Directories above a file need not be told: they are root's, 755. */
export type Files = Readonly<Record<string, FileDescription>>;

export interface LayerDescription {
  readonly files: Files;
  /** Bytes of all files together, as `docker history` shows them; what `files` lack of it is spread over `filling`. */
  readonly size?: number;
  readonly filling?: readonly string[];
  /** Bytes that a pull counts: the compressed size. */
  readonly download: number;
}

/** One step of the build: a row of `docker history`, with a layer or without. */
export interface Step {
  readonly by: string;
  readonly comment?: string;
  readonly author?: string;
  /** RFC 3339; the image's by default. */
  readonly created?: string;
  readonly layer?: LayerDescription;
}

export interface ImageDescription {
  readonly repository: string;
  readonly tags: readonly string[];
  /** RFC 3339. */
  readonly created: string;
  /** The config as the builder wrote it: BuildKit leaves out what is empty, the classic builder writes all fields and the last step's container. */
  readonly builder: { readonly kind: "buildkit" } | { readonly kind: "classic"; readonly version: string; readonly container: string };
  readonly config: Partial<ContainerConfig>;
  readonly steps: readonly Step[];
}

export type { ImageHistory };

export const text = (content: string, owner: Owner = {}): FileDescription => ({ kind: "text", text: content, ...owner });
export const script = (content: string, owner: Owner = {}): FileDescription => ({ kind: "text", text: content, mode: 0o755, ...owner });
export const program = (name: string, size: number, owner: Owner = {}): FileDescription => ({ kind: "program", program: name, size, ...owner });
export const link = (target: string): FileDescription => ({ kind: "link", target });
export const hard = (path: string): FileDescription => ({ kind: "hard", path });
export const directory = (mode: number = 0o755, uid: number = 0, gid: number = 0): FileDescription => ({ kind: "directory", mode, uid, gid });
export const data = (size: number, owner: Owner = {}): FileDescription => ({ kind: "data", size, ...owner });

/** A number between 0 and 1 that is always the same for a name. */
export function chanceOf(name: string): number {
  let value = 0x811c9dc5;
  for (const character of name) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return (value % 9973) / 9973;
}

/** Executables in a folder, one of our programs each, sizes of some 20 to 140 KB. */
export function programs(folder: string, names: Iterable<string>, owner: Owner = {}): Files {
  return Object.fromEntries([...names].map((name) => [`${folder}/${name}`, program(name, 20_480 + Math.floor(chanceOf(name) * 120_000), owner)]));
}

/** Links with one target. */
export function links(folder: string, names: Iterable<string>, target: string): Files {
  return Object.fromEntries([...names].map((name) => [`${folder}/${name}`, link(target)]));
}
