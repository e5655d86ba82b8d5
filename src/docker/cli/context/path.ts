import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { encode } from "#abi";

/** Where the description of a context lies: in a directory named by the SHA-256 of the context's name. */
export function contextMetaPath(configDirectory: string, name: string): string {
  return `${configDirectory}/contexts/meta/${bytesToHex(sha256(encode(name)))}/meta.json`;
}
