/** hello-world, busybox and alpine. */

import { data, directory, type Files, hard, link, links, program, script, text } from "#images";
import type { ImageDescription } from "../description.ts";
import { ALPINE_BIN, ALPINE_SBIN, ALPINE_USR_BIN, BUSYBOX_APPLETS } from "./programs.data.ts";

const PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export const helloWorld: ImageDescription = {
  repository: "library/hello-world",
  tags: ["latest", "linux"],
  created: "2023-05-04T17:37:03.872958712Z",
  builder: { kind: "classic", version: "20.10.23", container: "347ca68872ee924c4f9394b195dcadaf591d387a45d624225251efc6cb7a348e" },
  config: { Env: [PATH], Cmd: ["/hello"] },
  steps: [
    {
      by: "/bin/sh -c #(nop) COPY file:201f8f1849e89d53be9f6aa76937f5e209d745abfd15a8552fcf2ba45ab267f9 in / ",
      created: "2023-05-04T17:37:03.801840823Z",
      layer: { files: { hello: program("hello", 13_256, { mode: 0o755 }) }, download: 2457 },
    },
    { by: '/bin/sh -c #(nop)  CMD ["/hello"]' },
  ],
};

const BUSYBOX_PASSWD = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
sync:x:4:100:sync:/bin:/bin/sync
mail:x:8:8:mail:/var/spool/mail:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
operator:x:37:37:Operator:/var:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;
const BUSYBOX_GROUP = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
wheel:x:10:root
mail:x:8:
www-data:x:33:
operator:x:37:
users:x:100:
nobody:x:65534:
`;

/** One file, and every applet another name of it. */
function busyboxBin(size: number): Files {
  return Object.fromEntries(
    BUSYBOX_APPLETS.map((name, index) => [`bin/${name}`, index === 0 ? program("busybox", size) : hard(`bin/${BUSYBOX_APPLETS[0]}`)]),
  );
}

export const busybox: ImageDescription = {
  repository: "library/busybox",
  tags: ["latest", "1", "1.37", "1.37.0", "stable", "glibc", "uclibc", "musl"],
  created: "2024-09-26T21:31:42Z",
  builder: { kind: "buildkit" },
  config: { Env: [PATH], Cmd: ["sh"] },
  steps: [
    {
      by: "BusyBox 1.37.0 (glibc), Debian 12",
      comment: "debuerreotype 0.15",
      layer: {
        download: 764_619,
        size: 1_223_440,
        filling: ["lib/libm.so.6", "lib/libresolv.so.2"],
        files: {
          ...busyboxBin(1_014_328),
          "bin/busybox": hard(`bin/${BUSYBOX_APPLETS[0]}`),
          dev: directory(),
          home: directory(0o755, 65534, 65534),
          root: directory(0o700),
          tmp: directory(0o1777),
          "etc/passwd": text(BUSYBOX_PASSWD),
          "etc/group": text(BUSYBOX_GROUP),
          "etc/shadow": text(shadowOf(BUSYBOX_PASSWD), { mode: 0o600 }),
          "etc/localtime": text("TZif2"),
          "etc/network": directory(),
          "etc/nsswitch.conf": text("passwd:     db files\ngroup:      db files\nshadow:     db files\nhosts:      files dns\n"),
          "lib/libc.so.6": data(20_000),
          "usr/bin/env": link("../../bin/env"),
          "usr/sbin": directory(0o755, 1, 1),
          "var/spool/mail": directory(0o755, 8, 8),
          "var/www": directory(0o755, 33, 33),
        },
      },
    },
  ],
};

/** /etc/shadow for the names of a passwd file: nobody can log in by password. */
export function shadowOf(passwd: string): string {
  return passwd
    .trimEnd()
    .split("\n")
    .map((line) => `${line.slice(0, line.indexOf(":"))}:*:17519:0:99999:7:::\n`)
    .join("");
}

const ALPINE_PASSWD = `root:x:0:0:root:/root:/bin/sh
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/mail:/sbin/nologin
news:x:9:13:news:/usr/lib/news:/sbin/nologin
uucp:x:10:14:uucp:/var/spool/uucppublic:/sbin/nologin
cron:x:16:16:cron:/var/spool/cron:/sbin/nologin
ftp:x:21:21::/var/lib/ftp:/sbin/nologin
sshd:x:22:22:sshd:/dev/null:/sbin/nologin
games:x:35:35:games:/usr/games:/sbin/nologin
ntp:x:123:123:NTP:/var/empty:/sbin/nologin
guest:x:405:100:guest:/dev/null:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
`;
const ALPINE_GROUP = `root:x:0:root
bin:x:1:root,bin,daemon
daemon:x:2:root,bin,daemon
sys:x:3:root,bin
adm:x:4:root,daemon
tty:x:5:
disk:x:6:root
lp:x:7:lp
kmem:x:9:
wheel:x:10:root
floppy:x:11:root
mail:x:12:mail
cron:x:16:cron
audio:x:18:
cdrom:x:19:
ftp:x:21:
sshd:x:22:
input:x:23:
www-data:x:82:
games:x:35:
shadow:x:42:
utmp:x:406:
users:x:100:games
ntp:x:123:
nogroup:x:65533:
nobody:x:65534:
`;

/** passwd, group and shadow of Alpine with some more lines: what addgroup and adduser of an image's build leave. */
export function alpineAccounts(passwd: string, group: string): Files {
  return {
    "etc/passwd": text(ALPINE_PASSWD + passwd),
    "etc/group": text(ALPINE_GROUP + group),
    "etc/shadow": text(shadowOf(ALPINE_PASSWD + passwd), { mode: 0o640, gid: 42 }),
  };
}

/** Alpine's own files under a version's name. */
export function alpineFiles(version: string): Files {
  const branch = version.split(".").slice(0, 2).join(".");
  return {
    "bin/busybox": program("busybox", 841_288),
    ...links("bin", ALPINE_BIN, "/bin/busybox"),
    ...links("sbin", ALPINE_SBIN, "/bin/busybox"),
    ...links("usr/bin", ALPINE_USR_BIN, "/bin/busybox"),
    ...links(
      "usr/sbin",
      [
        "add-shell",
        "addgroup",
        "adduser",
        "arping",
        "brctl",
        "chpasswd",
        "chroot",
        "crond",
        "delgroup",
        "deluser",
        "ether-wake",
        "fbset",
        "killall5",
        "loadfont",
        "nandwrite",
        "nbd-client",
        "ntpd",
        "partprobe",
        "rdate",
        "readahead",
        "readprofile",
        "remove-shell",
        "rfkill",
        "sendmail",
        "setfont",
        "setlogcons",
      ],
      "/bin/busybox",
    ),
    dev: directory(),
    home: directory(),
    "media/cdrom": directory(),
    "media/floppy": directory(),
    "media/usb": directory(),
    mnt: directory(),
    opt: directory(),
    proc: directory(0o555),
    root: directory(0o700),
    run: directory(),
    srv: directory(),
    sys: directory(),
    tmp: directory(0o1777),
    "usr/local/bin": directory(),
    "usr/local/lib": directory(),
    "usr/local/share": directory(),
    "var/cache": directory(),
    "var/empty": directory(0o555),
    "var/lib/apk": directory(),
    "var/log": directory(),
    "var/tmp": directory(0o1777),
    "var/spool/mail": link("/var/mail"),
    "var/mail": directory(),
    "var/run": link("/run"),
    "etc/alpine-release": text(`${version}\n`),
    "etc/issue": text(`Welcome to Alpine Linux ${branch}\nKernel \\r on an \\m (\\l)\n\n`),
    "etc/hostname": text("localhost\n"),
    "etc/hosts": text("127.0.0.1\tlocalhost localhost.localdomain\n::1\t\tlocalhost localhost.localdomain\n"),
    "etc/os-release": text(
      `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${branch}"\nHOME_URL="https://alpinelinux.org/"\nBUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"\n`,
    ),
    ...alpineAccounts("", ""),
    "etc/shells": text("# valid login shells\n/bin/sh\n/bin/ash\n"),
    "etc/profile": text(
      'export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\nexport PAGER=less\numask 022\n\nfor script in /etc/profile.d/*.sh ; do\n\tif [ -r "$script" ] ; then\n\t\t. "$script"\n\tfi\ndone\nunset script\n',
    ),
    "etc/profile.d/README": text("Scripts here are read by login shells.\n"),
    "etc/motd": text("Welcome to Alpine!\n"),
    "etc/apk/world": text("alpine-baselayout\nalpine-keys\napk-tools\nbusybox\nlibc-utils\n"),
    "etc/apk/repositories": text(
      `https://dl-cdn.alpinelinux.org/alpine/v${branch}/main\nhttps://dl-cdn.alpinelinux.org/alpine/v${branch}/community\n`,
    ),
    "lib/ld-musl-x86_64.so.1": data(605_552, { mode: 0o755 }),
    "lib/libc.musl-x86_64.so.1": link("ld-musl-x86_64.so.1"),
    "lib/apk/db/installed": data(14_000),
    "usr/lib/engines-1.1": directory(),
    "usr/share/man": directory(),
    "etc/nsswitch.conf": text("hosts: files dns\n"),
    "etc/modules": text("af_packet\nipv6\n"),
    "etc/inittab": text("::sysinit:/sbin/openrc sysinit\n::ctrlaltdel:/sbin/reboot\n"),
    "etc/crontabs/root": text("*/15\t*\t*\t*\t*\trun-parts /etc/periodic/15min\n", { mode: 0o600 }),
    "sbin/ldconfig": script("#!/bin/sh\nexit 0\n"),
  };
}

export const ALPINE_FILLING = [
  "lib/libcrypto.so.3",
  "lib/libssl.so.3",
  "lib/libz.so.1.3.1",
  "lib/libapk.so.2.14.0",
  "etc/ssl/certs/ca-certificates.crt",
];

export const alpine: ImageDescription = {
  repository: "library/alpine",
  tags: ["latest", "3", "3.20", "3.20.3"],
  created: "2024-09-06T22:20:07Z",
  builder: { kind: "buildkit" },
  config: { Env: [PATH], Cmd: ["/bin/sh"], WorkingDir: "/" },
  steps: [
    {
      by: "ADD alpine-minirootfs-3.20.3-x86_64.tar.gz / # buildkit",
      comment: "buildkit.dockerfile.v0",
      layer: { files: alpineFiles("3.20.3"), size: 5_573_013, filling: ALPINE_FILLING, download: 2_802_957 },
    },
    { by: 'CMD ["/bin/sh"]', comment: "buildkit.dockerfile.v0" },
  ],
};
