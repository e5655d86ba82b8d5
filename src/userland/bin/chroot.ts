import { isErrno, type Program } from "#abi";
import { complain, errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { findCommand } from "./tool/path.ts";
import { utility } from "./tool/utility.ts";

/** setsid: run a program in a new session. Models util-linux' setsid without -c. */
export const setsid: Program = utility({
  name: "setsid",
  summary: "Run a program in a new session.",
  usage: "[options] <program> [arguments ...]",
  package: "util-linux 2.23.2",
  permute: false,
  options: {
    controlling: ["-c, --ctty", "set the controlling terminal to the current one"],
    wait: ["-w, --wait", "wait program to exit, and use the same return"],
  },
  async run(sys, { operands, options }) {
    const [name] = operands;
    if (name === undefined) throw new Failure("no command specified");
    const path = findCommand(sys, name) ?? name;
    try {
      if (sys.getpgid() !== sys.pid) {
        sys.setsid();
        return await sys.exec(path, operands, sys.env);
      }
      const pid = await sys.spawn(path, operands, { setup: (child) => void child.setsid() });
      if (!options.wait) return 0;
      const waited = await sys.wait({ target: pid });
      return waited?.status.kind === "exited" ? waited.status.code : 1;
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Failure(`failed to execute ${name}: ${errorText(sys, error.code)}`, error.code === "ENOENT" ? 127 : 126);
    }
  },
});

/** chroot: run a command with another root directory. Models GNU chroot. */
export const chroot: Program = utility({
  name: "chroot",
  summary: "Run COMMAND with root directory set to NEWROOT.",
  usage: ["[OPTION] NEWROOT [COMMAND [ARG]...]", "OPTION"],
  usageStatus: 125,
  permute: false,
  options: {
    userspec: ["--userspec=USER:GROUP", "specify user and group (ID or name) to use"],
    groups: ["--groups=G_LIST", "specify supplementary groups as g1,g2,..,gN"],
    skip: ["--skip-chdir", "do not change working directory to '/'"],
  },
  async run(sys, { operands }) {
    const [root, ...command] = operands;
    if (root === undefined) throw new UsageFailure("missing operand");
    try {
      sys.chroot(root);
      sys.chdir("/");
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Failure(`cannot change root directory to '${root}': ${errorText(sys, error.code)}`, 125);
    }
    const argv = command.length > 0 ? command : [sys.env.get("SHELL") ?? "/bin/sh", "-i"];
    try {
      return await sys.exec(findCommand(sys, argv[0] ?? "") ?? argv[0] ?? "", argv, sys.env);
    } catch (error) {
      if (!isErrno(error)) throw error;
      await complain(sys, `failed to run command '${argv[0]}': ${errorText(sys, error.code)}`);
      return error.code === "ENOENT" ? 127 : 126;
    }
  },
});
