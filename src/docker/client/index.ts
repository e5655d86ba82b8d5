/** The Docker Engine API as functions, over any byte stream that leads to a daemon. */

import { containerCalls } from "./container.ts";
import { CURRENT_STYLE } from "./errors.ts";
import { execCalls } from "./exec.ts";
import { imageCalls } from "./image.ts";
import { networkCalls } from "./network.ts";
import { systemCalls } from "./system.ts";
import { type ClientOptions, createTransport } from "./transport.ts";
import { volumeCalls } from "./volume.ts";

export interface DockerClient {
  readonly container: ReturnType<typeof containerCalls>;
  readonly image: ReturnType<typeof imageCalls>;
  readonly volume: ReturnType<typeof volumeCalls>;
  readonly network: ReturnType<typeof networkCalls>;
  readonly exec: ReturnType<typeof execCalls>;
  readonly system: ReturnType<typeof systemCalls>;
  /** Closes the connection that is kept for the next call. */
  close(): void;
}

/** A client of one daemon. Nothing is sent before the first call. */
export function createClient(options: ClientOptions): DockerClient {
  const transport = createTransport({ ...options, style: options.style ?? CURRENT_STYLE });
  return {
    container: containerCalls(transport),
    image: imageCalls(transport),
    volume: volumeCalls(transport),
    network: networkCalls(transport),
    exec: execCalls(transport),
    system: systemCalls(transport),
    close: () => transport.close(),
  };
}

export type { AttachOptions, LogOptions, StopOptions } from "./container.ts";
export { ApiError, type ClientStyle, ConnectionError, CURRENT_STYLE } from "./errors.ts";
export type { BuildOptions } from "./image.ts";
export type { Ping } from "./system.ts";
export { type ClientOptions, compareVersions, type Hijacked, type Query } from "./transport.ts";
