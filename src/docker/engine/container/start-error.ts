/** Why a process could not be started, in runc's words. */

import type { Errno } from "#abi";
import type { EngineTexts } from "#releases";
import { fill } from "../errors.ts";

export interface StartFailure {
  readonly message: string;
  /** 127 not found, 126 can't be run, 128 else. */
  readonly exitCode: number;
}

/** `path` is what was to be executed. */
export function startFailure(texts: EngineTexts, frame: "start" | "exec", path: string, error: Errno): StartFailure {
  const [inner, exitCode] = reason(texts, path, error);
  return { message: fill(frame === "start" ? texts.startFailed : texts.execFailed, inner), exitCode };
}

function reason(texts: EngineTexts, path: string, error: Errno): readonly [string, number] {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return path.includes("/") ? [fill(texts.noSuchFile, path, path), 127] : [fill(texts.notFoundInPath, path), 127];
    case "EISDIR":
      return [fill(texts.isDirectory, path), 126];
    case "EACCES":
    case "EPERM":
      return [fill(texts.permissionDenied, path), 126];
    case "ENOEXEC":
      return [fill(texts.execFormat, path), 126];
    default:
      return [error.message, 128];
  }
}
