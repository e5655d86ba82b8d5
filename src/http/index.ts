/** HTTP/1.1 over a byte stream: what the engine serves, what the docker command and curl speak. */
export * from "./client.ts";
export * from "./error.ts";
export { canonicalName } from "./head.ts";
export { makeRequest, type RequestBody, type RequestInitOptions } from "./message.ts";
export * from "./responses.ts";
export * from "./server.ts";
export * from "./status.ts";
export * from "./types.ts";
export { httpDate } from "./write-response.ts";
