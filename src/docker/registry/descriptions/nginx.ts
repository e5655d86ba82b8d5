/** nginx, on Debian and on Alpine. */

import { data, directory, type Files, link, program, script, text } from "#images";
import type { ImageDescription } from "../description.ts";
import { accounts, debianBase } from "./debian.ts";
import { ALPINE_FILLING, alpineAccounts, alpineFiles } from "./small.ts";

const PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const ERROR_PAGE = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
<p>The page you are looking for is not available at the moment.<br/>
Try again later.</p>
</body>
</html>
`;

const MAIN_CONF = `user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;

const SITE_CONF = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const MIME = `
types {
    text/html                                        html htm shtml;
    text/css                                         css;
    text/xml                                         xml;
    image/gif                                        gif;
    image/jpeg                                       jpeg jpg;
    application/javascript                           js;
    application/json                                 json;
    text/plain                                       txt;
    image/png                                        png;
    image/svg+xml                                    svg svgz;
    image/x-icon                                     ico;
    application/pdf                                  pdf;
    application/zip                                  zip;
}
`;

const ENTRYPOINT = `#!/bin/sh
# Runs what prepares the configuration, then the command.
set -e

log() {
    if [ -z "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then
        echo "$@"
    fi
}

case "$1" in
    nginx|nginx-debug)
        found=
        for file in /docker-entrypoint.d/*; do
            [ -e "$file" ] && found=yes
        done
        if [ -n "$found" ]; then
            log "$0: /docker-entrypoint.d/ is not empty, will attempt to perform configuration"
            log "$0: Looking for shell scripts in /docker-entrypoint.d/"
            for file in /docker-entrypoint.d/*; do
                case "$file" in
                    *.envsh)
                        if [ -x "$file" ]; then
                            log "$0: Sourcing $file"
                            . "$file"
                        else
                            log "$0: Ignoring $file, not executable"
                        fi
                        ;;
                    *.sh)
                        if [ -x "$file" ]; then
                            log "$0: Launching $file"
                            "$file"
                        else
                            log "$0: Ignoring $file, not executable"
                        fi
                        ;;
                    *) log "$0: Ignoring $file" ;;
                esac
            done
            log "$0: Configuration complete; ready for start up"
        else
            log "$0: No files found in /docker-entrypoint.d/, skipping configuration"
        fi
        ;;
esac

exec "$@"
`;

const LISTEN = `#!/bin/sh
# Lets the default server listen on IPv6 too.
set -e

me=\${0##*/}
conf=etc/nginx/conf.d/default.conf

say() {
    if [ -z "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then
        echo "$me: $*"
    fi
}

if [ ! -f "/$conf" ]; then
    say "info: /$conf is not a file or does not exist"
    exit 0
fi
while read -r word address rest; do
    if [ "$word" = listen ] && [ "$address" = '[::]:80;' ]; then
        say "info: IPv6 listen already enabled"
        exit 0
    fi
done < "/$conf"
if ! sed -i -E 's,listen       80;,listen       80;\\n    listen  [::]:80;,' "/$conf"; then
    say "info: can not modify /$conf (read-only file system?)"
    exit 0
fi
say "info: Enabled listen on IPv6 in /$conf"
`;

const TEMPLATES = `#!/bin/sh
# Makes configuration files of the templates, with the environment's values in place of \${NAME}.
set -e

templates=\${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=\${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=\${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}

[ -d "$templates" ] || exit 0
for file in "$templates"/*"$suffix"; do
    [ -f "$file" ] || continue
    name=\${file##*/}
    echo "\${0##*/}: Running envsubst on $file to $output/\${name%"$suffix"}"
    envsubst < "$file" > "$output/\${name%"$suffix"}"
done
`;

const WORKERS = `#!/bin/sh
# One worker for each processor of the container's share, if asked for.
set -e

[ "\${NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE:-}" ] || exit 0
sed -i.bak -E "s,^worker_processes.*,worker_processes  $(nproc);," /etc/nginx/nginx.conf
`;

function files(modules: string): Files {
  return {
    "usr/sbin/nginx": program("nginx", 1_541_824),
    "usr/sbin/nginx-debug": program("nginx", 1_623_744),
    "etc/nginx/nginx.conf": text(MAIN_CONF),
    "etc/nginx/conf.d/default.conf": text(SITE_CONF),
    "etc/nginx/mime.types": text(MIME),
    "etc/nginx/modules": link(modules),
    [modules.slice(1)]: directory(),
    "etc/nginx/fastcgi_params": text(
      "fastcgi_param  QUERY_STRING       $query_string;\nfastcgi_param  REQUEST_METHOD     $request_method;\n",
    ),
    "usr/share/nginx/html/index.html": text(PAGE),
    "usr/share/nginx/html/50x.html": text(ERROR_PAGE),
    "var/log/nginx/access.log": link("/dev/stdout"),
    "var/log/nginx/error.log": link("/dev/stderr"),
    "var/cache/nginx": directory(),
    "docker-entrypoint.d": directory(),
    "usr/bin/envsubst": program("envsubst", 35_000),
    "etc/logrotate.d/nginx": text("/var/log/nginx/*.log {\n        daily\n        missingok\n        rotate 52\n}\n"),
    "usr/lib/nginx/README": data(212),
  };
}

const comment = "buildkit.dockerfile.v0";
const VERSION = "1.27.2";
const PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const env = (release: string): readonly string[] => [
  PATH,
  `NGINX_VERSION=${VERSION}`,
  "NJS_VERSION=0.8.6",
  `NJS_RELEASE=${release}`,
  `PKG_RELEASE=${release}`,
];
const run = {
  ExposedPorts: { "80/tcp": {} },
  Cmd: ["nginx", "-g", "daemon off;"],
  Entrypoint: ["/docker-entrypoint.sh"],
  StopSignal: "SIGQUIT",
} as const;
const labels = { maintainer: "NGINX Docker Maintainers <docker-maint@nginx.com>" };
const scripts: Files = {
  "docker-entrypoint.sh": script(ENTRYPOINT, { mode: 0o775 }),
  "docker-entrypoint.d/10-listen-on-ipv6-by-default.sh": script(LISTEN, { mode: 0o775 }),
};
const later: Files = {
  "docker-entrypoint.d/20-envsubst-on-templates.sh": script(TEMPLATES, { mode: 0o775 }),
  "docker-entrypoint.d/30-tune-worker-processes.sh": script(WORKERS, { mode: 0o775 }),
};

export const nginx: ImageDescription = {
  repository: "library/nginx",
  tags: ["latest", "1", "1.27", VERSION, "mainline", "stable", "bookworm"],
  created: "2024-10-02T17:55:35Z",
  builder: { kind: "buildkit" },
  config: { ...run, Env: env("1~bookworm"), Labels: labels },
  steps: [
    debianBase,
    { by: `LABEL maintainer=${labels.maintainer}`, comment },
    ...env("1~bookworm")
      .slice(1)
      .map((one) => ({ by: `ENV ${one}`, comment })),
    {
      by: 'RUN /bin/sh -c set -x     && groupadd --system --gid 101 nginx     && useradd --system --gid nginx --no-create-home --home /nonexistent --comment "nginx user" --shell /bin/false --uid 101 nginx     && apt-get update     && apt-get install --no-install-recommends --no-install-suggests -y nginx gettext-base curl     && mkdir /docker-entrypoint.d # buildkit',
      comment,
      layer: {
        files: {
          ...files("/usr/lib/nginx/modules"),
          ...accounts("nginx:x:101:101:nginx user:/nonexistent:/bin/false\n", "nginx:x:101:\n"),
          "usr/bin/curl": program("curl", 277_648),
        },
        size: 62_914_560,
        filling: [
          "usr/lib/x86_64-linux-gnu/libgd.so.3.0.8",
          "usr/lib/x86_64-linux-gnu/libgeoip.so.1.6.12",
          "usr/lib/x86_64-linux-gnu/libxslt.so.1.1.35",
          "usr/lib/x86_64-linux-gnu/libcurl.so.4.8.0",
          "usr/lib/nginx/modules/ngx_http_js_module.so",
          "usr/lib/nginx/modules/ngx_stream_js_module.so",
          "usr/lib/x86_64-linux-gnu/libx11.so.6.4.0",
        ],
        download: 26_586_112,
      },
    },
    { by: "COPY docker-entrypoint.sh / # buildkit", comment, layer: { files: scripts, download: 601 } },
    {
      by: "COPY 20-envsubst-on-templates.sh 30-tune-worker-processes.sh /docker-entrypoint.d/ # buildkit",
      comment,
      layer: { files: later, download: 300 },
    },
    { by: 'ENTRYPOINT ["/docker-entrypoint.sh"]', comment },
    { by: "EXPOSE map[80/tcp:{}]", comment },
    { by: "STOPSIGNAL SIGQUIT", comment },
    { by: 'CMD ["nginx" "-g" "daemon off;"]', comment },
  ],
};

export const nginxAlpine: ImageDescription = {
  repository: "library/nginx",
  tags: ["alpine", "1.27-alpine", "mainline-alpine", "stable-alpine"],
  created: "2024-10-02T18:12:03Z",
  builder: { kind: "buildkit" },
  config: { ...run, Env: env("1"), Labels: labels },
  steps: [
    {
      by: "ADD alpine-minirootfs-3.20.3-x86_64.tar.gz / # buildkit",
      comment,
      created: "2024-09-06T22:20:07Z",
      layer: { files: alpineFiles("3.20.3"), size: 5_573_013, filling: ALPINE_FILLING, download: 2_802_957 },
    },
    { by: 'CMD ["/bin/sh"]', comment, created: "2024-09-06T22:20:07Z" },
    { by: `LABEL maintainer=${labels.maintainer}`, comment },
    ...env("1")
      .slice(1)
      .map((one) => ({ by: `ENV ${one}`, comment })),
    {
      by: "RUN /bin/sh -c set -x     && addgroup -g 101 -S nginx     && adduser -S -D -H -u 101 -h /var/cache/nginx -s /sbin/nologin -G nginx -g nginx nginx     && apk add --no-cache nginx tzdata     && mkdir /docker-entrypoint.d # buildkit",
      comment,
      layer: {
        files: {
          ...files("/usr/lib/nginx/modules"),
          ...alpineAccounts("nginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin\n", "nginx:x:101:nginx\n"),
          "run/nginx": directory(),
        },
        size: 37_200_000,
        filling: ["usr/lib/nginx/modules/ngx_http_js_module.so", "usr/share/zoneinfo/tzdata.zi", "usr/lib/libxml2.so.2.12.7"],
        download: 15_010_208,
      },
    },
    { by: "COPY docker-entrypoint.sh / # buildkit", comment, layer: { files: scripts, download: 601 } },
    {
      by: "COPY 20-envsubst-on-templates.sh 30-tune-worker-processes.sh /docker-entrypoint.d/ # buildkit",
      comment,
      layer: { files: later, download: 300 },
    },
    { by: 'ENTRYPOINT ["/docker-entrypoint.sh"]', comment },
    { by: "EXPOSE map[80/tcp:{}]", comment },
    { by: "STOPSIGNAL SIGQUIT", comment },
    { by: 'CMD ["nginx" "-g" "daemon off;"]', comment },
  ],
};
