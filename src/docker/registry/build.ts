/** What the build script loads: not part of the room's door, so that descriptions never reach the worker. */
export { compileImages } from "./compile.ts";
export { IMAGES } from "./descriptions/index.ts";
