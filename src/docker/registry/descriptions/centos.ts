/** centos: 8 (latest) and 7. */

import { directory, type Files, link, program, programs, text } from "#images";
import type { ImageDescription } from "../description.ts";
import { ACCOUNTS, COREUTILS_BIN, COREUTILS_USR, PROCESS_TOOLS, TEXT_TOOLS, UTIL_LINUX } from "./programs.data.ts";
import { shadowOf } from "./small.ts";

const PASSWD = `root:x:0:0:root:/root:/bin/bash
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
adm:x:3:4:adm:/var/adm:/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/spool/mail:/sbin/nologin
operator:x:11:0:operator:/root:/sbin/nologin
games:x:12:100:games:/usr/games:/sbin/nologin
ftp:x:14:50:FTP User:/var/ftp:/sbin/nologin
`;
const PASSWD_TAIL = {
  "8": "nobody:x:65534:65534:Kernel Overflow User:/:/sbin/nologin\ndbus:x:81:81:System message bus:/:/sbin/nologin\nsystemd-coredump:x:999:997:systemd Core Dumper:/:/sbin/nologin\nsystemd-resolve:x:193:193:systemd Resolver:/:/sbin/nologin\n",
  "7": "nobody:x:99:99:Nobody:/:/sbin/nologin\nsystemd-network:x:192:192:systemd Network Management:/:/sbin/nologin\ndbus:x:81:81:System message bus:/:/sbin/nologin\n",
};
const GROUP = `root:x:0:
bin:x:1:
daemon:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mem:x:8:
kmem:x:9:
wheel:x:10:
cdrom:x:11:
mail:x:12:
man:x:15:
dialout:x:18:
floppy:x:19:
games:x:20:
tape:x:33:
video:x:39:
ftp:x:50:
lock:x:54:
audio:x:63:
users:x:100:
utmp:x:22:
utempter:x:35:
`;
const GROUP_TAIL = {
  "8": "nobody:x:65534:\ndbus:x:81:\nkvm:x:36:\nrender:x:998:\nsystemd-journal:x:190:\nsystemd-coredump:x:997:\nsystemd-resolve:x:193:\n",
  "7": "nobody:x:99:\ninput:x:999:\nsystemd-journal:x:190:\nsystemd-network:x:192:\ndbus:x:81:\n",
};

const RELEASE = { "8": "CentOS Linux release 8.2.2004 (Core) \n", "7": "CentOS Linux release 7.8.2003 (Core)\n" };

const BASHRC = `# System wide functions and aliases of interactive shells

if [ "$PS1" ]; then
  [ "$PS1" = "\\\\s-\\\\v\\\\\\$ " ] && PS1="[\\u@\\h \\W]\\\\$ "
  shopt -s checkwinsize
fi

if ! shopt -q login_shell; then
  for file in /etc/profile.d/*.sh; do
    [ -r "$file" ] && . "$file" >/dev/null
  done
  unset file
fi
`;
const COLORLS = `# Colours of ls, unless the person has their own
[ -e "$HOME/.dircolors" ] && return
include="$(cat /etc/DIR_COLORS 2>/dev/null | grep '^INCLUDE' | cut -d ' ' -f2-)"
[ -n "$include" ] && [ -f "$include" ] && DIR_COLORS="$include"
unset include
`;
const LANG = `# The system's language, where the environment names none
if [ -z "$LANG" ]; then
  LANG="$(cut -d '"' -f2 /etc/locale.conf)"
  [ -n "$LANG" ] || unset LANG
fi
`;

const FILLING = [
  "usr/lib/locale/locale-archive",
  "usr/lib64/libc-2.28.so",
  "usr/lib64/libcrypto.so.1.1.1c",
  "usr/lib64/libpython3.6m.so.1.0",
  "usr/lib64/libsystemd.so.0.23.0",
  "usr/lib64/libglib-2.0.so.0.5600.4",
  "usr/lib64/librpm.so.8.0.1",
  "usr/lib64/libdnf.so.2",
  "usr/lib64/libstdc++.so.6.0.25",
  "usr/lib64/libgnutls.so.30.24.0",
  "usr/lib64/libxml2.so.2.9.7",
  "usr/lib64/libsqlite3.so.0.8.6",
  "usr/lib64/libunistring.so.2.1.0",
  "usr/lib64/libicudata.so.60.3",
  "usr/lib64/gconv/gconv-modules.cache",
  "usr/lib64/libnss3.so",
  "usr/libexec/platform-python3.6",
  "usr/share/i18n/locales/locales.cache",
  "usr/share/licenses/glibc/COPYING",
  "usr/share/misc/magic.mgc",
  "usr/share/zoneinfo/tzdata.zi",
  "usr/share/cracklib/pw_dict.pwd",
  "usr/lib64/libkrb5.so.3.3",
  "usr/lib64/libgcrypt.so.20.2.5",
  "var/lib/rpm/Packages",
  "var/lib/rpm/Basenames",
  "usr/share/pki/ca-trust-source/ca-bundle.trust.p11-kit",
  "usr/lib/python3.6/site-packages/dnf.zip",
];

function osRelease(version: "8" | "7"): string {
  const rhel = version === "8" ? 'PLATFORM_ID="platform:el8"\n' : "";
  return `NAME="CentOS Linux"
VERSION="${version} (Core)"
ID="centos"
ID_LIKE="rhel fedora"
VERSION_ID="${version}"
${rhel}PRETTY_NAME="CentOS Linux ${version} (Core)"
ANSI_COLOR="0;31"
CPE_NAME="cpe:/o:centos:centos:${version}"
HOME_URL="https://www.centos.org/"
BUG_REPORT_URL="https://bugs.centos.org/"

CENTOS_MANTISBT_PROJECT="CentOS-${version}"
CENTOS_MANTISBT_PROJECT_VERSION="${version}"
REDHAT_SUPPORT_PRODUCT="centos"
REDHAT_SUPPORT_PRODUCT_VERSION="${version}"

`;
}

function files(version: "8" | "7"): Files {
  const passwd = PASSWD + PASSWD_TAIL[version];
  const admin = ["chroot", "ip", "ldconfig", "nologin", "runuser", "sysctl", ...ACCOUNTS.filter((name) => /^(user|group)/.test(name))];
  const tools = [
    ...COREUTILS_BIN,
    ...COREUTILS_USR,
    ...TEXT_TOOLS,
    ...UTIL_LINUX,
    ...PROCESS_TOOLS,
    ...ACCOUNTS,
    "curl",
    "getent",
    "hostname",
    "less",
    "locale",
    "rpm",
    "vi",
    "which",
    "clear",
    "ping",
  ];
  return {
    bin: link("usr/bin"),
    sbin: link("usr/sbin"),
    lib: link("usr/lib"),
    lib64: link("usr/lib64"),
    boot: directory(0o555),
    dev: directory(),
    home: directory(),
    media: directory(),
    mnt: directory(),
    opt: directory(),
    proc: directory(),
    root: directory(0o550),
    run: directory(),
    srv: directory(),
    sys: directory(),
    tmp: directory(0o1777),
    "lost+found": directory(0o700),
    "usr/games": directory(),
    "usr/include": directory(),
    "usr/local/bin": directory(),
    "usr/local/etc": directory(),
    "usr/local/lib": directory(),
    "usr/local/sbin": directory(),
    "usr/local/share": directory(),
    "usr/src": directory(),
    "var/adm": directory(),
    "var/cache": directory(),
    "var/empty": directory(0o555),
    "var/ftp/pub": directory(),
    "var/lock": link("../run/lock"),
    "var/run": link("../run"),
    "var/log": directory(),
    "var/mail": link("spool/mail"),
    "var/opt": directory(),
    "var/spool/mail": directory(0o775, 0, 12),
    "var/tmp": directory(0o1777),
    "run/lock": directory(),
    "etc/skel/.bashrc": text("# .bashrc\n\nif [ -f /etc/bashrc ]; then\n\t. /etc/bashrc\nfi\n"),
    "etc/skel/.bash_profile": text(
      "# .bash_profile\n\nif [ -f ~/.bashrc ]; then\n\t. ~/.bashrc\nfi\n\nPATH=$PATH:$HOME/bin\nexport PATH\n",
    ),
    "root/.bashrc": text(
      "# .bashrc\n\nalias rm='rm -i'\nalias cp='cp -i'\nalias mv='mv -i'\n\nif [ -f /etc/bashrc ]; then\n\t. /etc/bashrc\nfi\n",
    ),
    "root/.bash_profile": text("# .bash_profile\n\nif [ -f ~/.bashrc ]; then\n\t. ~/.bashrc\nfi\n\nPATH=$PATH:$HOME/bin\nexport PATH\n"),
    "root/.bash_logout": text("# ~/.bash_logout\n\n"),
    "root/anaconda-ks.cfg": text(
      "#version=DEVEL\nlang en_US\nkeyboard us\ntimezone Etc/UTC --isUtc --nontp\nrootpw --iscrypted locked\nreboot\n",
      { mode: 0o600 },
    ),
    "etc/bashrc": text(BASHRC),
    "etc/profile.d/colorls.sh": text(COLORLS),
    "etc/profile.d/lang.sh": text(LANG),
    "etc/DIR_COLORS": text("# Colours of ls, for dircolors\nTERM xterm*\nDIR 01;34\nLINK 01;36\nEXEC 01;32\n"),
    "etc/profile": text(
      '# System wide environment of login shells\n\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin\nexport PATH\numask 022\n\nif [ -n "${BASH_VERSION-}" ] && [ -f /etc/bashrc ]; then\n  . /etc/bashrc\nfi\n',
    ),
    "etc/centos-release": text(RELEASE[version]),
    "etc/redhat-release": link("centos-release"),
    "etc/system-release": link("centos-release"),
    "etc/os-release": version === "8" ? link("../usr/lib/os-release") : text(osRelease(version)),
    "usr/lib/os-release": text(osRelease(version)),
    "etc/issue": text("\\S\nKernel \\r on an \\m\n\n"),
    "etc/passwd": text(passwd),
    "etc/group": text(GROUP + GROUP_TAIL[version]),
    "etc/shadow": text(shadowOf(passwd), { mode: 0 }),
    "etc/shells": text("/bin/sh\n/bin/bash\n/usr/bin/sh\n/usr/bin/bash\n"),
    "etc/nsswitch.conf": text("passwd:     files\nshadow:     files\ngroup:      files\nhosts:      files dns\n"),
    "etc/locale.conf": text('LANG="en_US.UTF-8"\n'),
    "etc/yum.repos.d/CentOS-Base.repo": text(
      `[base]\nname=CentOS-$releasever - Base\nmirrorlist=http://mirrorlist.centos.org/?release=$releasever&arch=$basearch&repo=os\ngpgcheck=1\n`,
    ),
    "etc/machine-id": text(""),
    "etc/motd": text(""),
    "etc/fstab": text(""),
    "etc/localtime": link("../usr/share/zoneinfo/UTC"),
    "usr/share/zoneinfo/UTC": text("TZif2"),
    "etc/mtab": link("/proc/mounts"),
    "usr/bin/bash": program("bash", version === "8" ? 1_219_248 : 964_536),
    "usr/bin/sh": link("bash"),
    ...programs("usr/bin", new Set(tools)),
    ...programs("usr/sbin", admin),
    "usr/bin/su": program("su", 49_984, { mode: 0o4755 }),
    "usr/bin/mount": program("mount", 50_152, { mode: 0o4755 }),
    "usr/bin/umount": program("umount", 33_544, { mode: 0o4755 }),
    "usr/bin/passwd": program("passwd", 33_600, { mode: 0o4755 }),
    "usr/sbin/pidof": link("../bin/pidof"),
  };
}

interface Release {
  readonly version: "8" | "7";
  readonly tags: readonly string[];
  readonly created: string;
  readonly added: string;
  readonly build: string;
  readonly size: number;
  readonly download: number;
}

function centos({ version, tags, created, added, build, size, download }: Release): ImageDescription {
  const labels: Record<string, string> = {
    "org.label-schema.build-date": build,
    "org.label-schema.license": "GPLv2",
    "org.label-schema.name": "CentOS Base Image",
    "org.label-schema.schema-version": "1.0",
    "org.label-schema.vendor": "CentOS",
  };
  if (version === "7") {
    const dashed = `${build.slice(0, 4)}-${build.slice(4, 6)}-${build.slice(6)} 00:00:00+01:00`;
    Object.assign(labels, {
      "org.opencontainers.image.created": dashed,
      "org.opencontainers.image.licenses": "GPL-2.0-only",
      "org.opencontainers.image.title": "CentOS Base Image",
      "org.opencontainers.image.vendor": "CentOS",
    });
  }
  const written = Object.entries(labels)
    .map(([key, value]) => `${key}=${value.replaceAll(" ", " ")}`)
    .join(" ");
  return {
    repository: "library/centos",
    tags,
    created,
    builder: { kind: "classic", version: "18.09.7", container: "3d2b2ba8ae2f4fca5d4f95c5c6e2a1b27a0e1a6b4a5d0c0b81f1c4b7ea51f0f2" },
    config: { Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], Cmd: ["/bin/bash"], Labels: labels },
    steps: [
      { by: `/bin/sh -c #(nop) ADD file:${added} in / `, layer: { files: files(version), size, filling: FILLING, download } },
      { by: `/bin/sh -c #(nop)  LABEL ${written}` },
      { by: '/bin/sh -c #(nop)  CMD ["/bin/bash"]' },
    ],
  };
}

export const centos8 = centos({
  version: "8",
  tags: ["latest", "8", "centos8", "8.2.2004", "centos8.2.2004"],
  created: "2020-08-10T18:19:49.948095926Z",
  added: "538afc0c5c964ce0dde0141953a4dcf03c2d993c5989c92e7fee418e9305e2a3",
  build: "20200809",
  size: 215_237_846,
  download: 73_672_011,
});
export const centos7 = centos({
  version: "7",
  tags: ["7", "centos7", "7.8.2003", "centos7.8.2003"],
  created: "2020-08-10T18:21:14.218036227Z",
  added: "61908381d3142ffba798ae9f8c1ef3f6a5b3e0a4e4ce0a7f5a1b3a1a3f1b8a8d",
  build: "20200809",
  size: 202_944_122,
  download: 75_863_217,
});
