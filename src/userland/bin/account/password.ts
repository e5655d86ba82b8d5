/** Passwords as /etc/shadow keeps them here: `$drydock$SALT$HASH`, a salted SHA-256. Good enough for a machine of no secrets. */

import { sha256 } from "@noble/hashes/sha2.js";
import { encode } from "#abi";

/** The entry of /etc/shadow for a password. */
export function hashPassword(salt: string, password: string): string {
  const hash = sha256(encode(`${salt}$${password}`));
  return `$drydock$${salt}$${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Whether a password fits a stored entry: an empty entry wants an empty password, a locked one (`!`, `*`) fits none. */
export function verifyPassword(stored: string | undefined, password: string): boolean {
  if (stored === undefined) return false;
  if (stored === "") return password === "";
  const [, kind, salt] = stored.split("$");
  return kind === "drydock" && salt !== undefined && stored === hashPassword(salt, password);
}
