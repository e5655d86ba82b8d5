/** The servers and their clients by the names that executables' stubs carry; each is loaded when it first runs. */

import type { Program } from "#abi";

export const services: Readonly<Record<string, () => Promise<Program>>> = {
  httpd: () => import("./httpd/httpd.ts").then((m) => m.httpd),
  mysql: () => import("./mysql/mysql.ts").then((m) => m.mysql),
  mysqladmin: () => import("./mysql/mysqladmin.ts").then((m) => m.mysqladmin),
  mysqld: () => import("./mysql/mysqld.ts").then((m) => m.mysqld),
  nginx: () => import("./nginx/nginx.ts").then((m) => m.nginx),
  "redis-cli": () => import("./redis/redis-cli.ts").then((m) => m.redisCli),
  "redis-server": () => import("./redis/redis-server.ts").then((m) => m.redisServer),
};
