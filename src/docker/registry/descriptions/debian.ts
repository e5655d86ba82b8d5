/** debian, which httpd, nginx, redis and mysql stand on, and ubuntu. */

import { directory, type Files, link, program, programs, text } from "#images";
import type { ImageDescription, LayerDescription, Step } from "../description.ts";
import { ACCOUNTS, COREUTILS_BIN, COREUTILS_USR, PROCESS_TOOLS, TEXT_TOOLS, UTIL_LINUX } from "./programs.data.ts";
import { shadowOf } from "./small.ts";

export const DEBIAN_PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
sync:x:4:65534:sync:/bin:/bin/sync
games:x:5:60:games:/usr/games:/usr/sbin/nologin
man:x:6:12:man:/var/cache/man:/usr/sbin/nologin
lp:x:7:7:lp:/var/spool/lpd:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
news:x:9:9:news:/var/spool/news:/usr/sbin/nologin
uucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin
proxy:x:13:13:proxy:/bin:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
backup:x:34:34:backup:/var/backups:/usr/sbin/nologin
list:x:38:38:Mailing List Manager:/var/list:/usr/sbin/nologin
irc:x:39:39:ircd:/run/ircd:/usr/sbin/nologin
_apt:x:42:65534::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;
export const DEBIAN_GROUP = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
lp:x:7:
mail:x:8:
news:x:9:
uucp:x:10:
man:x:12:
proxy:x:13:
kmem:x:15:
dialout:x:20:
fax:x:21:
voice:x:22:
cdrom:x:24:
floppy:x:25:
tape:x:26:
sudo:x:27:
audio:x:29:
dip:x:30:
www-data:x:33:
backup:x:34:
operator:x:37:
list:x:38:
irc:x:39:
src:x:40:
shadow:x:42:
utmp:x:43:
video:x:44:
sasl:x:45:
plugdev:x:46:
staff:x:50:
games:x:60:
users:x:100:
nogroup:x:65534:
`;

/** passwd, group and shadow with some more lines: what groupadd and useradd of an image's build leave. */
export function accounts(passwd: string, group: string): Files {
  return {
    "etc/passwd": text(DEBIAN_PASSWD + passwd),
    "etc/group": text(DEBIAN_GROUP + group),
    "etc/shadow": text(shadowOf(DEBIAN_PASSWD + passwd), { mode: 0o640, gid: 42 }),
  };
}

const ROOT_BASHRC = `# Interactive shells of root

# export LS_OPTIONS='--color=auto'
# alias ls='ls $LS_OPTIONS'
# alias ll='ls $LS_OPTIONS -l'
`;
const PROFILE = `# Login shells

if [ "$(id -u)" -eq 0 ]; then
  PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
else
  PATH="/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
fi
export PATH

if [ "\${PS1-}" ]; then
  if [ "\${BASH-}" ] && [ "$BASH" != "/bin/sh" ]; then
    if [ -f /etc/bash.bashrc ]; then
      . /etc/bash.bashrc
    fi
  elif [ "$(id -u)" -eq 0 ]; then
    PS1='# '
  else
    PS1='$ '
  fi
fi
`;
const BASHRC = `# System wide settings of interactive shells

[ -z "$PS1" ] && return

shopt -s checkwinsize

if [ -z "\${debian_chroot:-}" ] && [ -r /etc/debian_chroot ]; then
    debian_chroot=$(cat /etc/debian_chroot)
fi
PS1='\${debian_chroot:+($debian_chroot)}\\u@\\h:\\w\\$ '
`;

interface Flavour {
  readonly id: "debian" | "ubuntu";
  readonly osRelease: string;
  readonly issue: string;
  readonly version: string;
}

function files({ osRelease, issue, id, version }: Flavour): Files {
  const tools = [
    ...COREUTILS_BIN,
    ...COREUTILS_USR,
    ...TEXT_TOOLS,
    ...UTIL_LINUX,
    ...ACCOUNTS.filter((name) => !/^(user|group)/.test(name)),
    "getent",
    "hostname",
    "locale",
    "which",
    "clear",
  ];
  const admin = ["chroot", "ldconfig", "nologin", "runuser", ...ACCOUNTS.filter((name) => /^(user|group)/.test(name))];
  return {
    bin: link("usr/bin"),
    sbin: link("usr/sbin"),
    lib: link("usr/lib"),
    lib64: link("usr/lib64"),
    "usr/lib64": directory(),
    boot: directory(),
    dev: directory(),
    home: directory(),
    media: directory(),
    mnt: directory(),
    opt: directory(),
    proc: directory(),
    root: directory(0o700),
    run: directory(),
    "run/lock": directory(0o1777),
    srv: directory(),
    sys: directory(),
    tmp: directory(0o1777),
    "usr/games": directory(),
    "usr/include": directory(),
    "usr/local/bin": directory(),
    "usr/local/etc": directory(),
    "usr/local/games": directory(),
    "usr/local/include": directory(),
    "usr/local/lib": directory(),
    "usr/local/man": link("share/man"),
    "usr/local/sbin": directory(),
    "usr/local/share/man": directory(),
    "usr/local/src": directory(),
    "usr/src": directory(),
    "usr/share/man": directory(),
    "var/backups": directory(),
    "var/cache": directory(),
    "var/lib/misc": directory(),
    "var/local": directory(0o2775, 0, 50),
    "var/lock": link("/run/lock"),
    "var/log": directory(),
    "var/mail": directory(0o2775, 0, 8),
    "var/opt": directory(),
    "var/run": link("/run"),
    "var/spool/mail": link("../mail"),
    "var/tmp": directory(0o1777),
    "etc/apt/sources.list.d": directory(),
    "etc/apt/apt.conf.d": directory(),
    "var/lib/apt/lists": directory(),
    "var/lib/dpkg/info": directory(),
    "var/lib/dpkg/status": text(
      `Package: base-files\nStatus: install ok installed\nPriority: required\nSection: admin\nArchitecture: amd64\nVersion: ${version}\n`,
    ),
    "etc/debian_version": text(`${version}\n`),
    "etc/os-release": link("../usr/lib/os-release"),
    "usr/lib/os-release": text(osRelease),
    "etc/issue": text(`${issue} \\n \\l\n\n`),
    "etc/issue.net": text(`${issue}\n`),
    ...accounts("", ""),
    "etc/hostname": text(`${id}\n`),
    "etc/shells": text(
      "# /etc/shells: valid login shells\n/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/rbash\n/usr/bin/rbash\n/bin/dash\n/usr/bin/dash\n",
    ),
    "etc/nsswitch.conf": text("passwd:         files\ngroup:          files\nshadow:         files\n\nhosts:          files dns\n"),
    "etc/profile": text(PROFILE),
    "etc/bash.bashrc": text(BASHRC),
    "root/.bashrc": text(ROOT_BASHRC),
    "root/.profile": text(
      '# Login shells of root\n\nif [ "$BASH" ]; then\n  if [ -f ~/.bashrc ]; then\n    . ~/.bashrc\n  fi\nfi\n\nmesg n 2> /dev/null || true\n',
    ),
    "etc/skel/.bashrc": text("# Interactive shells\n"),
    "etc/skel/.profile": text("# Login shells\n"),
    "etc/skel/.bash_logout": text("# When a login shell ends\n"),
    "etc/motd": text(""),
    "etc/fstab": text("# UNCONFIGURED FSTAB FOR BASE SYSTEM\n"),
    "etc/mtab": link("/proc/mounts"),
    "etc/localtime": link("/usr/share/zoneinfo/Etc/UTC"),
    "usr/share/zoneinfo/Etc/UTC": text("TZif2"),
    "etc/timezone": text("Etc/UTC\n"),
    "usr/bin/bash": program("bash", 1_265_648),
    "usr/bin/rbash": link("bash"),
    "usr/bin/dash": program("dash", 125_640),
    "usr/bin/sh": link("dash"),
    ...programs("usr/bin", new Set(tools)),
    ...programs("usr/sbin", admin),
    "usr/bin/su": program("su", 72_000, { mode: 0o4755 }),
    "usr/bin/mount": program("mount", 59_704, { mode: 0o4755 }),
    "usr/bin/umount": program("umount", 35_128, { mode: 0o4755 }),
    "usr/bin/passwd": program("passwd", 68_248, { mode: 0o4755 }),
  };
}

const FILLING = [
  "usr/lib/x86_64-linux-gnu/libc.so.6",
  "usr/lib/x86_64-linux-gnu/libcrypto.so.3",
  "usr/lib/x86_64-linux-gnu/libapt-pkg.so.6.0.0",
  "usr/lib/x86_64-linux-gnu/libstdc++.so.6.0.30",
  "usr/lib/x86_64-linux-gnu/libgnutls.so.30.34.3",
  "usr/lib/x86_64-linux-gnu/libm.so.6",
  "usr/lib/x86_64-linux-gnu/libdb-5.3.so",
  "usr/lib/x86_64-linux-gnu/libp11-kit.so.0.3.0",
  "usr/lib/x86_64-linux-gnu/libunistring.so.2.2.0",
  "usr/lib/x86_64-linux-gnu/libsystemd.so.0.35.0",
  "usr/lib/x86_64-linux-gnu/gconv/gconv-modules.cache",
  "usr/lib/locale/C.utf8/LC_CTYPE",
  "usr/bin/perl",
  "usr/bin/apt-get",
  "usr/bin/dpkg",
  "usr/share/doc/base-files/README",
  "usr/share/zoneinfo/tzdata.zi",
  "usr/share/perl5/Debconf.tar",
  "var/lib/dpkg/info/dpkg.list",
  "usr/lib/x86_64-linux-gnu/perl-base/unicore.tar",
  "usr/share/bash-completion/bash_completion",
  "usr/share/common-licenses/GPL-3",
];

const BOOKWORM: Flavour = {
  id: "debian",
  issue: "Debian GNU/Linux 12",
  version: "12.8",
  osRelease: `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`,
};

/** All that stand on Debian share this very layer, so it must be the same object with the same time. */
const BASE: LayerDescription = { files: files(BOOKWORM), size: 69_212_478, filling: FILLING, download: 27_092_654 };
export const BASE_CREATED = "2024-11-11T00:00:00Z";

export const debianBase: Step = {
  by: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1731283200'",
  comment: "debuerreotype 0.15",
  created: BASE_CREATED,
  layer: BASE,
};

export const debian: ImageDescription = {
  repository: "library/debian",
  tags: ["latest", "12", "12.8", "bookworm", "bookworm-slim", "stable", "stable-slim"],
  created: BASE_CREATED,
  builder: { kind: "buildkit" },
  config: { Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], Cmd: ["bash"] },
  steps: [debianBase],
};

const BUSTER: Flavour = {
  id: "debian",
  issue: "Debian GNU/Linux 10",
  version: "10.5",
  osRelease: `PRETTY_NAME="Debian GNU/Linux 10 (buster)"
NAME="Debian GNU/Linux"
VERSION_ID="10"
VERSION="10 (buster)"
VERSION_CODENAME=buster
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`,
};

function buster(tags: readonly string[], added: string, size: number, download: number): ImageDescription {
  return {
    repository: "library/debian",
    tags,
    created: "2020-08-04T01:25:53.632119303Z",
    builder: { kind: "classic", version: "18.09.7", container: "a1d7b7f4b8a5b1f5ec6ad0d2ab7a6b3bde3d55ee3aee8a0bd4b2c9b7eb1e2f03" },
    config: { Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], Cmd: ["bash"] },
    steps: [
      { by: `/bin/sh -c #(nop) ADD file:${added} in / `, layer: { files: files(BUSTER), size, filling: FILLING, download } },
      { by: '/bin/sh -c #(nop)  CMD ["bash"]' },
    ],
  };
}

export const debianBuster = buster(
  ["buster", "10", "10.5"],
  "c7a8c6b1e6a9b5ac5c3b39ad5ae3d5d8a3b1ea2a1d1bcfb0a5ec0c26ad8ed3e9",
  114_052_312,
  50_399_018,
);
export const debianBusterSlim = buster(
  ["buster-slim", "10-slim"],
  "3af3091e7d2bb40bc1e6550eb5ea290badc6bbf3339105626f245a963cc11450",
  69_211_909,
  27_092_228,
);

const FOCAL: Flavour = {
  id: "ubuntu",
  issue: "Ubuntu 20.04.6 LTS",
  version: "bullseye/sid",
  osRelease: `NAME="Ubuntu"
VERSION="20.04.6 LTS (Focal Fossa)"
ID=ubuntu
ID_LIKE=debian
PRETTY_NAME="Ubuntu 20.04.6 LTS"
VERSION_ID="20.04"
HOME_URL="https://www.ubuntu.com/"
SUPPORT_URL="https://help.ubuntu.com/"
BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"
PRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"
VERSION_CODENAME=focal
UBUNTU_CODENAME=focal
`,
};

export const ubuntu: ImageDescription = {
  repository: "library/ubuntu",
  tags: ["latest", "20.04", "focal"],
  created: "2024-10-11T03:38:36.254361594Z",
  builder: { kind: "classic", version: "24.0.7", container: "8b2ad1d6ee5f2d8cb27b2cf9b1d7a6f90d1d2f44b5c5e4cfe7a8ab30aef1b6f5" },
  config: {
    Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    Cmd: ["/bin/bash"],
    Labels: { "org.opencontainers.image.ref.name": "ubuntu", "org.opencontainers.image.version": "20.04" },
  },
  steps: [
    { by: "/bin/sh -c #(nop)  ARG RELEASE" },
    { by: "/bin/sh -c #(nop)  ARG LAUNCHPAD_BUILD_ARCH" },
    { by: "/bin/sh -c #(nop)  LABEL org.opencontainers.image.ref.name=ubuntu" },
    { by: "/bin/sh -c #(nop)  LABEL org.opencontainers.image.version=20.04" },
    {
      by: "/bin/sh -c #(nop) ADD file:7486147a645d8835a5181c79f00a3606c6b714c83bcbfcd8862221eb14690f9e in / ",
      layer: {
        files: {
          ...files(FOCAL),
          "etc/lsb-release": text(
            'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=20.04\nDISTRIB_CODENAME=focal\nDISTRIB_DESCRIPTION="Ubuntu 20.04.6 LTS"\n',
          ),
          ...programs("usr/bin", PROCESS_TOOLS),
          ...programs("usr/sbin", ["sysctl"]),
        },
        size: 73_858_033,
        filling: FILLING,
        download: 28_566_487,
      },
    },
    { by: '/bin/sh -c #(nop)  CMD ["/bin/bash"]' },
  ],
};
