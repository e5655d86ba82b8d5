import { ALL_SIGNALS, errnoNumber, isErrno, type Program, print, STDERR, type Sys, shellStatus } from "#abi";

/** docker-init (tini): starts the command, passes signals on to it, reaps orphans and ends with the command's status. */
export function dockerInit(argv: readonly string[]): Program {
  return async (sys) => {
    let child: number;
    try {
      child = await startChild(sys, argv);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await print(
        sys,
        `[FATAL tini (${sys.pid})] exec ${argv[0]} failed: ${error.code === "ENOENT" ? "No such file or directory" : error.message}\n`,
        STDERR,
      );
      return error.code === "ENOENT" ? 127 : Math.min(126, errnoNumber(error.code) + 100);
    }
    for (const signal of ALL_SIGNALS) {
      if (
        [
          "SIGKILL",
          "SIGSTOP",
          "SIGCHLD",
          "SIGTTIN",
          "SIGTTOU",
          "SIGSEGV",
          "SIGFPE",
          "SIGILL",
          "SIGBUS",
          "SIGABRT",
          "SIGTRAP",
          "SIGSYS",
        ].includes(signal)
      )
        continue;
      sys.signal(signal, { handle: () => forward(sys, child, signal), interrupt: false });
    }
    for (;;) {
      const waited = await sys.wait();
      if (waited?.pid === child) return shellStatus(waited.status);
    }
  };
}

function forward(sys: Sys, child: number, signal: Parameters<Sys["kill"]>[1]): void {
  try {
    sys.kill(child, signal);
  } catch (error) {
    if (!isErrno(error, "ESRCH")) throw error;
  }
}

async function startChild(sys: Sys, argv: readonly string[]): Promise<number> {
  const [name = ""] = argv;
  const paths = name.includes("/")
    ? [name]
    : (sys.env.get("PATH") ?? "/usr/bin:/bin").split(":").map((directory) => `${directory}/${name}`);
  let failure: unknown;
  for (const path of paths) {
    try {
      return await sys.spawn(path, argv, { pgid: 0, ...(sys.isatty(0) ? { foreground: 0 } : {}) });
    } catch (error) {
      if (!isErrno(error)) throw error;
      failure = failure === undefined || error.code === "EACCES" ? error : failure;
    }
  }
  throw failure;
}
