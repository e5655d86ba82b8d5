import { del, get, set } from "idb-keyval";
import type { Storage } from "#machine/serve";

/** Saved machines in the browser's database, one blob of bytes a key. */
export const storage: Storage = {
  read: (key) => get<Uint8Array>(key),
  write: (key, bytes) => set(key, bytes),
  remove: (key) => del(key),
};
