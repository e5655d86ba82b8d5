import { isErrno, readText, type Sys } from "#abi";
import { goErrno } from "../../go/errno.ts";
import { quote } from "../../go/quote.ts";

/** `--security-opt`: a seccomp profile is read here and sent as it is. Throws an Error with docker's text. */
export function securityOptions(sys: Sys, specs: readonly string[]): { readonly options: readonly string[]; readonly unconfined: boolean } {
  const options = specs.map((spec) => {
    const at = spec.indexOf("=") >= 0 ? spec.indexOf("=") : spec.indexOf(":");
    const key = at < 0 ? spec : spec.slice(0, at);
    if (at < 0 && key !== "no-new-privileges") throw new Error(`Invalid --security-opt: ${quote(spec)}`);
    const value = spec.slice(at + 1);
    if (key !== "seccomp" || value === "unconfined" || value === "builtin") return spec;
    return `seccomp=${profile(sys, value)}`;
  });
  return {
    options: options.filter((option) => option !== "systempaths=unconfined"),
    unconfined: options.includes("systempaths=unconfined"),
  };
}

function profile(sys: Sys, path: string): string {
  try {
    return JSON.stringify(JSON.parse(readText(sys, path)));
  } catch (error) {
    if (isErrno(error)) throw new Error(`opening seccomp profile (${path}) failed: open ${path}: ${goErrno(error)}`);
    if (error instanceof SyntaxError) throw new Error(`compacting json for seccomp profile (${path}) failed: ${error.message}`);
    throw error;
  }
}
