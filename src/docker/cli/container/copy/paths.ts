import type { Sys } from "#abi";
import { absolute } from "../options/mount.ts";

/** A path made absolute that keeps its trailing `/` or `/.`: they mean the contents of a directory. */
export function resolveLocal(sys: Sys, path: string): string {
  const clean = absolute(sys.getcwd(), path);
  if (path.endsWith("/.") || path === ".") return clean === "/" ? "/." : `${clean}/.`;
  return path.endsWith("/") && clean !== "/" ? `${clean}/` : clean;
}

export function hasTrailing(path: string): boolean {
  return path.endsWith("/") || path.endsWith("/.");
}

/** Without trailing `/` and `/.`. */
export function cleanPath(path: string): string {
  return absolute("/", path);
}

export function parent(path: string): string {
  return cleanPath(`${cleanPath(path)}/..`);
}

export function base(path: string): string {
  return cleanPath(path).split("/").at(-1) ?? "";
}

export function join(directory: string, path: string): string {
  return cleanPath(`${directory}/${path}`);
}
