import { type Fd, isErrno, type Program, STDIN, STDOUT } from "#abi";
import { meter, SPEED } from "./tool/cpu.ts";
import { complain, complainOf, errorText, t } from "./tool/messages.ts";
import { utility } from "./tool/utility.ts";

/** tee: read from standard input and write to standard output and files. Models GNU tee. */
export const tee: Program = utility({
  name: "tee",
  summary: "Copy standard input to each FILE, and also to standard output.",
  usage: "[OPTION]... [FILE]...",
  options: {
    append: ["-a, --append", "append to the given FILEs, do not overwrite"],
    ignore: ["-i, --ignore-interrupts", "ignore interrupt signals"],
    pipe: ["-p", "diagnose errors writing to non pipes"],
  },
  async run(sys, { options, operands }) {
    if (options.ignore) sys.signal("SIGINT", "ignore");
    let status = 0;
    const sinks = new Map<Fd, string>([[STDOUT, "standard output"]]);
    for (const name of operands) {
      try {
        sinks.set(sys.open(name, { write: true, create: true, append: options.append, truncate: !options.append }, 0o666), name);
      } catch (error) {
        if (!isErrno(error)) throw error;
        await complainOf(sys, name, error);
        status = 1;
      }
    }
    const account = meter(sys, SPEED.copy);
    for (;;) {
      const chunk = await sys.read(STDIN);
      if (chunk.length === 0) break;
      for (const [fd, name] of sinks) {
        try {
          await sys.write(fd, chunk);
        } catch (error) {
          if (!isErrno(error)) throw error;
          sinks.delete(fd);
          if (error.code !== "EPIPE")
            await complain(
              sys,
              fd === STDOUT ? `${t(sys)`write error`}: ${errorText(sys, error.code)}` : `${name}: ${errorText(sys, error.code)}`,
            );
          status = 1;
        }
      }
      if (sinks.size === 0) break;
      await account(chunk.length);
    }
    return status;
  },
});
