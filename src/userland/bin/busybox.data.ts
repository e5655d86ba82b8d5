/** The applets that our busybox has: those of Debian's whose work is simulated. */
export const APPLETS: readonly string[] = [
  "[", "arch", "ash", "awk", "base64", "basename", "bc", "cal", "cat", "chgrp", "chmod", "chown", "chroot", "cksum", "clear",
  "cmp", "comm", "cp", "cut", "date", "dd", "df", "diff", "dirname", "dmesg", "du", "echo", "egrep", "env", "expand", "expr", "factor",
  "false", "fgrep", "find", "fold", "free", "grep", "groups", "gunzip", "gzip", "halt", "head", "hexdump", "hostname", "id", "ifconfig",
  "install", "ip", "kill", "killall", "less", "link", "ln", "login", "logname", "ls", "man", "md5sum", "mkdir", "mkfifo", "mknod",
  "mktemp", "more", "mount", "mountpoint", "mv", "nc", "netstat", "nice", "nl", "nohup", "nproc", "nslookup", "od", "paste", "pgrep",
  "pidof", "ping", "pkill", "poweroff", "printenv", "printf", "ps", "pwd", "readlink", "realpath", "reboot", "reset", "rev", "rm",
  "rmdir", "route", "sed", "seq", "setsid", "sh", "sha1sum", "sha256sum", "sha512sum", "shuf", "sleep", "sort", "split", "stat",
  "strings", "stty", "su", "sum", "sync", "tac", "tail", "tar", "tee", "test", "timeout", "top", "touch", "tr", "true", "truncate",
  "tty", "umount", "uname", "unexpand", "uniq", "unlink", "uptime", "vi", "w", "watch", "wc", "wget", "which", "who", "whoami", "xargs",
  "xxd", "yes", "zcat",
];

/** What busybox says instead of GNU's phrases. */
export const busyboxMessages: Readonly<Record<string, string>> = {
  "cannot access %s": "%s",
  "cannot create directory %s": "can't create directory %s",
  "cannot remove %s": "can't remove '%s'",
  "failed to remove %s": "'%s'",
  "cannot stat %s": "can't stat '%s'",
  "cannot touch %s": "%s",
  "cannot open %s for reading": "can't open '%s'",
  "cannot create regular file %s": "can't create '%s'",
  "changing permissions of %s": "%s",
  "failed to open %s": "can't open '%s'",
};
