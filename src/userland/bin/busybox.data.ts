/** The applets that our busybox has: those of Debian's whose work is simulated. */
export const APPLETS: readonly string[] = [
  "[", "[[", "arch", "ash", "awk", "base64", "basename", "bc", "cal", "cat", "chgrp", "chmod", "chown", "chroot", "clear", "cmp", "cp", "cut", "date", "dd", "df", "diff",
  "dirname", "dmesg", "du", "echo", "egrep", "env", "expr", "false", "fgrep", "find", "fold", "free", "getopt", "grep", "groups", "gunzip", "gzip", "halt", "head", "hexdump",
  "hostname", "id", "install", "ip", "kill", "killall", "less", "link", "ln", "logname", "ls", "md5sum", "mkdir", "mkfifo", "mknod", "mktemp", "more", "mount", "mv", "nc",
  "netstat", "nice", "nl", "nohup", "nproc", "nslookup", "od", "paste", "pgrep", "pidof", "ping", "pkill", "poweroff", "printenv", "printf", "ps", "pwd", "readlink", "realpath",
  "reboot", "reset", "rev", "rm", "rmdir", "sed", "seq", "sh", "sha1sum", "sha256sum", "sha384sum", "sha512sum", "shuf", "sleep", "sort", "split", "stat", "strings", "stty",
  "su", "sync", "tac", "tail", "tar", "tee", "test", "time", "timeout", "top", "touch", "tr", "true", "truncate", "tty", "umount", "uname", "uniq", "unlink", "uptime",
  "vi", "watch", "wc", "wget", "which", "who", "whoami", "xargs", "xxd", "yes", "zcat",
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
