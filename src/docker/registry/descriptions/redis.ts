/** redis on Debian. */

import { directory, link, program, script } from "#images";
import type { ImageDescription } from "../description.ts";
import { accounts, debianBase } from "./debian.ts";

const ENTRYPOINT = `#!/bin/sh
# Starts the server as the user redis, with options or a configuration file as the only arguments too.
set -e

case "\${1:-}" in
	-*|*.conf) set -- redis-server "$@" ;;
esac

if [ "\${1:-}" = redis-server ] && [ "$(id -u)" = 0 ]; then
	chown -R redis . 2>/dev/null || true
	exec gosu redis "$0" "$@"
fi

# Files that the server writes are nobody else's business, unless another mask was set
if [ "$(umask)" = 0022 ]; then
	umask 0077
fi

exec "$@"
`;

const comment = "buildkit.dockerfile.v0";
const VERSION = "7.4.1";
const ENV = [
  "GOSU_VERSION=1.17",
  `REDIS_VERSION=${VERSION}`,
  `REDIS_DOWNLOAD_URL=http://download.redis.io/releases/redis-${VERSION}.tar.gz`,
  "REDIS_DOWNLOAD_SHA=bc34b878eb89421bbfca6fa78752343bf37af312a09eb0fae47c9575977dfaa2",
];
const [gosu = "", ...own] = ENV;

export const redis: ImageDescription = {
  repository: "library/redis",
  tags: ["latest", "7", "7.4", VERSION, "bookworm", "7-bookworm"],
  created: "2024-10-02T22:03:14Z",
  builder: { kind: "buildkit" },
  config: {
    ExposedPorts: { "6379/tcp": {} },
    Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...ENV],
    Entrypoint: ["docker-entrypoint.sh"],
    Cmd: ["redis-server"],
    Volumes: { "/data": {} },
    WorkingDir: "/data",
  },
  steps: [
    debianBase,
    { by: `ENV ${gosu}`, comment },
    ...own.map((one) => ({ by: `ENV ${one}`, comment })),
    {
      by: "RUN /bin/sh -c set -eux; \t\tgroupadd -r -g 999 redis; \tuseradd -r -g redis -u 999 redis; \tapt-get update; \tapt-get install -y --no-install-recommends gosu tzdata; \tmake -C /usr/src/redis install; \tmkdir /data && chown redis:redis /data # buildkit",
      comment,
      layer: {
        files: {
          ...accounts("redis:x:999:999::/home/redis:/bin/sh\n", "redis:x:999:\n"),
          data: directory(0o755, 999, 999),
          "usr/local/bin/gosu": program("gosu", 2_404_352),
          "usr/local/bin/redis-server": program("redis-server", 17_041_112),
          "usr/local/bin/redis-cli": program("redis-cli", 7_683_200),
          "usr/local/bin/redis-benchmark": program("redis-benchmark", 6_511_984),
          "usr/local/bin/redis-check-aof": link("redis-server"),
          "usr/local/bin/redis-check-rdb": link("redis-server"),
          "usr/local/bin/redis-sentinel": link("redis-server"),
        },
        size: 35_043_211,
        filling: ["usr/share/zoneinfo/tzdata.zi"],
        download: 13_560_412,
      },
    },
    { by: "VOLUME [/data]", comment },
    { by: "WORKDIR /data", comment },
    {
      by: "COPY docker-entrypoint.sh /usr/local/bin/ # buildkit",
      comment,
      layer: { files: { "usr/local/bin/docker-entrypoint.sh": script(ENTRYPOINT) }, download: 504 },
    },
    { by: 'ENTRYPOINT ["docker-entrypoint.sh"]', comment },
    { by: "EXPOSE map[6379/tcp:{}]", comment },
    { by: 'CMD ["redis-server"]', comment },
  ],
};
