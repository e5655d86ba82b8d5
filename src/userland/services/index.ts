/** The servers and their clients by the names that executables' stubs carry; each is loaded when it first runs. */

import type { Program } from "#abi";

export const services: Readonly<Record<string, () => Promise<Program>>> = {
  httpd: () => import("./httpd/httpd.ts").then((m) => m.httpd),
  nginx: () => import("./nginx/nginx.ts").then((m) => m.nginx),
};
