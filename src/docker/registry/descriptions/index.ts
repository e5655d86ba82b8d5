/** All images that can be pulled. */

import type { ImageDescription } from "../description.ts";
import { centos7, centos8 } from "./centos.ts";
import { debian, debianBuster, debianBusterSlim, ubuntu } from "./debian.ts";
import { httpd } from "./httpd.ts";
import { mysql } from "./mysql.ts";
import { nginx, nginxAlpine } from "./nginx.ts";
import { redis } from "./redis.ts";
import { alpine, busybox, helloWorld } from "./small.ts";

export const IMAGES: readonly ImageDescription[] = [
  helloWorld,
  busybox,
  alpine,
  centos8,
  centos7,
  ubuntu,
  debian,
  debianBuster,
  debianBusterSlim,
  httpd,
  nginx,
  nginxAlpine,
  redis,
  mysql,
];
