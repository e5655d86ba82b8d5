import { isErrno, type Program } from "#abi";
import { complain, errorText, Failure, linesOf } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

/** mountpoint: tells whether a directory is one. Models util-linux' mountpoint. */
export const mountpoint: Program = utility({
  name: "mountpoint",
  summary: "Check whether a directory or file is a mountpoint.",
  usage: "[-qd] /path/to/directory",
  package: "util-linux 2.23.2",
  options: {
    quiet: ["-q, --quiet", "quiet mode - don't print anything"],
    device: ["-d, --fs-devno", "print maj:min device number of the filesystem"],
  },
  async run(sys, { options, operands }) {
    const [path] = operands;
    if (path === undefined) throw new Failure("bad usage");
    try {
      const real = sys.realpath(path);
      const is = linesOf(sys, "/proc/self/mounts").some((line) => line.split(" ")[1] === real);
      if (!options.quiet) await stdout(sys).print(`${path} is ${is ? "" : "not "}a mountpoint\n`);
      return is ? 0 : 1;
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (!options.quiet) await complain(sys, `${path}: ${errorText(sys, error.code)}`);
      return 1;
    }
  },
});
