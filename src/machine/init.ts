/** Process 1 of the host and the daemons that one sees in ps. */

import { isErrno, type Program, type Sys } from "#abi";

/** Reaps whatever is orphaned, for ever. */
export const init: Program = async (sys) => {
  for (;;) {
    try {
      await sys.wait();
    } catch (error) {
      if (!isErrno(error, "ECHILD", "EINTR")) throw error;
      await sys.sleep(1000);
    }
  }
};

/** A daemon that only waits to be told to stop: containerd, sshd. */
export const idle: Program = (sys) => new Promise(() => sys.signal("SIGHUP", "ignore"));

/** Becomes the login shell of the process's user, as login(1) ends. */
export const login: Program = (sys: Sys) => sys.exec(sys.env.get("SHELL") ?? "/bin/bash", ["-bash"], sys.env);
