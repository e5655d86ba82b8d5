/** References, digests, layers, configs and archives: what both ends of a pull, a save and a load need. */
export { encodeBlob, layerFromBlob, packParts, unpackParts } from "./blob.ts";
export { chunksOf } from "./chunks.ts";
export { decompressed } from "./compression.ts";
export * from "./config.ts";
export { chainIdOf, digestOf, digestOfBytes, digestOfParts, hexOf, pause, shortId } from "./digest.ts";
export * from "./file-table.ts";
export { Fingerprint, fingerprintOf, rememberDigest } from "./fingerprint.ts";
export {
  changedEntries,
  type DiffOptions,
  exportTree,
  layerFromDiff,
  layerFromTar,
  treeEntries,
  treeOf,
  treeWithChanges,
} from "./layer.ts";
export * from "./load.ts";
export * from "./reference.ts";
export * from "./save.ts";
export { isBadArchive, type TarEntry, TarError, tarLength, tarParts } from "./tar.ts";
export { bytesOf, type Chunks, readTar } from "./tar-reader.ts";
export * from "./types.ts";
