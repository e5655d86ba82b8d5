import { type Errno, strerror } from "#abi";

/** An error number in Go's words: those of strerror(3), not capitalised. */
export function goErrno(error: Errno): string {
  const text = strerror(error.code);
  return text.charAt(0).toLowerCase() + text.slice(1);
}
