/** httpd: Apache on Debian. */

import { data, directory, type Files, program, script, text } from "#images";
import type { ImageDescription } from "../description.ts";
import { debianBase } from "./debian.ts";

const CONF = `# Apache HTTP Server: main configuration.

ServerRoot "/usr/local/apache2"
Listen 80

LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authn_core_module modules/mod_authn_core.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule authz_host_module modules/mod_authz_host.so
LoadModule mime_module modules/mod_mime.so
LoadModule log_config_module modules/mod_log_config.so
LoadModule unixd_module modules/mod_unixd.so
LoadModule dir_module modules/mod_dir.so
LoadModule autoindex_module modules/mod_autoindex.so
LoadModule alias_module modules/mod_alias.so

<IfModule unixd_module>
User www-data
Group www-data
</IfModule>

ServerAdmin you@example.com
#ServerName www.example.com:80

<Directory />
    AllowOverride none
    Require all denied
</Directory>

DocumentRoot "/usr/local/apache2/htdocs"
<Directory "/usr/local/apache2/htdocs">
    Options Indexes FollowSymLinks
    AllowOverride None
    Require all granted
</Directory>

<IfModule dir_module>
    DirectoryIndex index.html
</IfModule>

<Files ".ht*">
    Require all denied
</Files>

ErrorLog /proc/self/fd/2
LogLevel warn

<IfModule log_config_module>
    LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined
    LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
    CustomLog /proc/self/fd/1 common
</IfModule>

<IfModule alias_module>
    ScriptAlias /cgi-bin/ "/usr/local/apache2/cgi-bin/"
</IfModule>

<IfModule mime_module>
    TypesConfig conf/mime.types
    AddType application/x-compress .Z
    AddType application/x-gzip .gz .tgz
</IfModule>
`;

const MIME = `# Media types by file name extension
application/javascript		js mjs
application/json		json
application/pdf			pdf
application/xml			xml xsl
application/zip			zip
image/gif			gif
image/jpeg			jpeg jpg jpe
image/png			png
image/svg+xml			svg svgz
text/css			css
text/csv			csv
text/html			html htm
text/plain			txt text conf def list log in
`;

const FOREGROUND = `#!/bin/sh
set -e

# A pid file left by an earlier run would stop it
rm -f /usr/local/apache2/logs/httpd.pid

exec httpd -DFOREGROUND "$@"
`;

const BIN = [
  "ab",
  "apachectl",
  "apxs",
  "checkgid",
  "dbmmanage",
  "fcgistarter",
  "htcacheclean",
  "htdbm",
  "htdigest",
  "htpasswd",
  "httxt2dbm",
  "logresolve",
  "rotatelogs",
];
const MODULES =
  "access_compat actions alias allowmethods auth_basic authn_core authn_file authz_core authz_groupfile authz_host authz_user autoindex cache cgi cgid dav deflate dir env expires filter headers http2 include info log_config log_debug macro mime mpm_event mpm_prefork mpm_worker negotiation proxy proxy_balancer proxy_fcgi proxy_http proxy_wstunnel remoteip reqtimeout rewrite session setenvif socache_shmcb speling ssl status unique_id unixd userdir version vhost_alias".split(
    " ",
  );

const FILES: Files = {
  "usr/local/apache2/bin/httpd": program("httpd", 2_503_784),
  ...Object.fromEntries(BIN.map((name) => [`usr/local/apache2/bin/${name}`, data(61_000 + name.length * 911, { mode: 0o755 })])),
  ...Object.fromEntries(
    MODULES.map((name) => [`usr/local/apache2/modules/mod_${name}.so`, data(40_000 + name.length * 4_321, { mode: 0o755 })]),
  ),
  "usr/local/apache2/conf/httpd.conf": text(CONF),
  "usr/local/apache2/conf/mime.types": text(MIME),
  "usr/local/apache2/conf/magic": text("# Magic data\n"),
  ...Object.fromEntries(
    ["autoindex", "default", "info", "languages", "manual", "mpm", "multilang-errordoc", "ssl", "userdir", "vhosts"].map((name) => [
      `usr/local/apache2/conf/extra/httpd-${name}.conf`,
      text(`# httpd-${name}: settings to include from httpd.conf\n`),
    ]),
  ),
  "usr/local/apache2/htdocs/index.html": text("<html><body><h1>It works!</h1></body></html>\n"),
  "usr/local/apache2/logs": directory(),
  "usr/local/apache2/cgi-bin/printenv": text("#\n# To permit this script, set its mode and the first line.\n#\n"),
  "usr/local/apache2/cgi-bin/test-cgi": text("#\n# To permit this script, set its mode and the first line.\n#\n"),
  "usr/local/apache2/error/include/top.html": text("<!DOCTYPE html>\n"),
  "usr/local/apache2/icons/README": text("Pictures for directory listings.\n"),
  "usr/local/apache2/include/httpd.h": data(99_341),
  "usr/local/apache2/build/config.nice": text(
    '#! /bin/sh\n"./configure" \\\n"--enable-mods-shared=reallyall" \\\n"--enable-mpms-shared=all" \\\n"$@"\n',
    { mode: 0o755 },
  ),
  "usr/local/apache2/man/man8/httpd.8": data(6_211),
  "usr/local/apache2/manual/index.html": text("<html><body><p>The manual is at https://httpd.apache.org/docs/2.4/</p></body></html>\n"),
};

const comment = "buildkit.dockerfile.v0";
const VERSION = "2.4.62";
const SHA = "674188e7bf44ced82da8db522da946849e22080d73d16c93f7f4df89e25729ec";

export const httpd: ImageDescription = {
  repository: "library/httpd",
  tags: ["latest", "2", "2.4", VERSION, "bookworm", "2.4-bookworm"],
  created: "2024-11-12T02:13:50Z",
  builder: { kind: "buildkit" },
  config: {
    ExposedPorts: { "80/tcp": {} },
    Env: [
      "PATH=/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      "HTTPD_PREFIX=/usr/local/apache2",
      `HTTPD_VERSION=${VERSION}`,
      `HTTPD_SHA256=${SHA}`,
      "HTTPD_PATCHES=",
    ],
    Cmd: ["httpd-foreground"],
    WorkingDir: "/usr/local/apache2",
    StopSignal: "SIGWINCH",
  },
  steps: [
    debianBase,
    { by: "ENV HTTPD_PREFIX=/usr/local/apache2", comment },
    { by: "ENV PATH=/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", comment },
    {
      by: 'RUN /bin/sh -c mkdir -p "$HTTPD_PREFIX" \t&& chown www-data:www-data "$HTTPD_PREFIX" # buildkit',
      comment,
      layer: { files: { "usr/local/apache2": directory(0o755, 33, 33) }, download: 146 },
    },
    { by: "WORKDIR /usr/local/apache2", comment },
    {
      by: "RUN /bin/sh -c set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tca-certificates \t\tlibaprutil1-ldap \t\tlibldap-common \t; \trm -rf /var/lib/apt/lists/* # buildkit",
      comment,
      layer: {
        files: { "etc/ssl/certs/ca-certificates.crt": data(213_777), "etc/ldap/ldap.conf": text("#\n# LDAP Defaults\n#\n") },
        size: 35_390_211,
        filling: [
          "usr/lib/x86_64-linux-gnu/libapr-1.so.0.7.2",
          "usr/lib/x86_64-linux-gnu/libaprutil-1.so.0.6.3",
          "usr/lib/x86_64-linux-gnu/libldap-2.5.so.0.1.11",
          "usr/lib/x86_64-linux-gnu/libperl.so.5.36.0",
          "usr/share/perl/5.36.0/perl5db.pl",
          "usr/lib/x86_64-linux-gnu/libicudata.so.72.1",
        ],
        download: 10_361_372,
      },
    },
    { by: `ENV HTTPD_VERSION=${VERSION}`, comment },
    { by: `ENV HTTPD_SHA256=${SHA}`, comment },
    { by: "ENV HTTPD_PATCHES=", comment },
    {
      by: 'RUN /bin/sh -c set -eux; \t\tsavedAptMark="$(apt-mark showmanual)"; \tapt-get update; \tapt-get install -y --no-install-recommends gcc make; \t./configure --prefix="$HTTPD_PREFIX" --enable-mods-shared=reallyall --enable-mpms-shared=all; \tmake -j "$(nproc)"; \tmake install; \thttpd -v # buildkit',
      comment,
      layer: {
        files: FILES,
        size: 61_163_904,
        filling: [
          "usr/local/apache2/manual/manual.tar",
          "usr/lib/x86_64-linux-gnu/libcurl.so.4.8.0",
          "usr/lib/x86_64-linux-gnu/libxml2.so.2.9.14",
          "usr/lib/x86_64-linux-gnu/liblua5.3.so.0.0.0",
          "usr/lib/x86_64-linux-gnu/libnghttp2.so.14.24.1",
          "usr/lib/x86_64-linux-gnu/libjansson.so.4.14.0",
        ],
        download: 24_523_018,
      },
    },
    { by: "STOPSIGNAL SIGWINCH", comment },
    {
      by: "COPY httpd-foreground /usr/local/bin/ # buildkit",
      comment,
      layer: { files: { "usr/local/bin/httpd-foreground": script(FOREGROUND) }, download: 297 },
    },
    { by: "EXPOSE map[80/tcp:{}]", comment },
    { by: 'CMD ["httpd-foreground"]', comment },
  ],
};
