import { type Fd, isErrno, type Program, STDIN, type Sys } from "#abi";
import { execCommand, execStatus } from "./account/run.ts";
import { dateText } from "./process/date-text.ts";
import { fold, slice, visible } from "./terminal/cut.ts";
import { RawScreen } from "./terminal/raw-screen.ts";
import { complain, errorText, Failure, UsageFailure } from "./tool/messages.ts";
import { displayWidth, textOf } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";

/** watch: run a command again and again, showing its output full screen. Models procps-ng 3.3.10. */
export const watch: Program = utility({
  name: "watch",
  package: "procps-ng 3.3.10",
  summary: "",
  usage: "[options] command",
  permute: false,
  options: {
    beep: ["-b, --beep", "beep if command has a non-zero exit"],
    color: ["-c, --color", "interpret ANSI color sequences"],
    differences: ["-d, --differences[=PERMANENT]", "highlight changes between updates"],
    errexit: ["-e, --errexit", "exit if command has a non-zero exit"],
    chgexit: ["-g, --chgexit", "exit when output from command changes"],
    interval: ["-n, --interval=SECS", "seconds to wait between updates"],
    precise: ["-p, --precise", "attempt run command in precise intervals"],
    noTitle: ["-t, --no-title", "turn off header"],
    exec: ["-x, --exec", 'pass command to exec instead of "sh -c"'],
  },
  async run(sys, { options, operands }) {
    if (operands.length === 0) throw new UsageFailure("missing command");
    const interval = Math.max(0.1, Number((options.interval ?? "2").replace(",", ".")));
    if (Number.isNaN(interval)) throw new Failure(`failed to parse argument: '${options.interval ?? ""}'`);
    const screen = new RawScreen(sys, STDIN);
    const argv = options.exec ? operands : ["sh", "-c", operands.join(" ")];
    let before: readonly string[] | undefined;
    await screen.enter(true);
    await screen.show("\x1b[?1049h\x1b[H\x1b[2J");
    try {
      for (;;) {
        const { text, status } = await capture(sys, argv);
        const { rows, columns } = screen.size;
        const height = options.noTitle ? rows : rows - 2;
        const lines = text
          .replace(/\n$/, "")
          .split("\n")
          .flatMap((line) => (options.color ? [line] : fold(visible(line), columns)))
          .slice(0, height);
        const changed = before !== undefined && lines.join("\n") !== before.join("\n");
        const shown = lines.map((line, at) =>
          options.differences !== undefined && before !== undefined ? marked(line, before[at] ?? "") : line,
        );
        const title = options.noTitle ? [] : [header(sys, interval, operands.join(" "), columns), ""];
        const frame = [...title, ...shown].map((line, at) => `\x1b[${at + 1};1H${line}\x1b[m\x1b[K`).join("");
        await screen.show(`${frame}\x1b[J`);
        if (status !== 0 && options.beep) await screen.show("\x07");
        if (status !== 0 && options.errexit) {
          await screen.show(`\x1b[${rows};1H\x1b[Kcommand exit with a non-zero status, press a key to exit`);
          await screen.next();
          return 8;
        }
        if (changed && options.chgexit) return 0;
        before = lines;
        const event = await screen.next(interval * 1000);
        if (event.kind === "interrupt" || event.kind === "end") return event.kind === "end" ? 0 : 130;
      }
    } finally {
      await screen.show(`\x1b[${screen.size.rows};1H\x1b[?1049l`);
      await screen.leave();
    }
  },
});

function header(sys: Sys, interval: number, command: string, columns: number): string {
  const right = `${sys.uname().nodename}: ${dateText(sys)}`;
  const left = `Every ${interval.toFixed(1)}s: `;
  const room = columns - displayWidth(right) - 1;
  const text = slice(left + command, 0, Math.max(0, room));
  return room < left.length ? right : text + " ".repeat(Math.max(1, columns - displayWidth(text) - displayWidth(right))) + right;
}

function marked(line: string, before: string): string {
  let out = "";
  const old = [...before];
  for (const [at, character] of [...line].entries()) out += character === (old[at] ?? " ") ? character : `\x1b[7m${character}\x1b[27m`;
  return out;
}

async function capture(sys: Sys, argv: readonly string[]): Promise<{ text: string; status: number }> {
  const { read, write } = sys.pipe();
  const pid = sys.fork(
    async (child) => {
      try {
        return await execCommand(child, argv, child.env);
      } catch (error) {
        if (!isErrno(error)) throw error;
        await complain(child, `${argv[0] ?? ""}: ${errorText(child, error.code)}`);
        return execStatus(error);
      }
    },
    {
      setup: (child) => {
        child.dup(write, 1);
        child.dup(write, 2);
        child.close(read);
        child.close(write);
        child.signal("SIGINT", "default");
        child.signal("SIGWINCH", "default");
      },
    },
  );
  sys.close(write);
  const text = await drain(sys, read);
  sys.close(read);
  for (;;) {
    try {
      const waited = await sys.wait({ target: pid });
      return { text, status: waited?.status.kind === "exited" ? waited.status.code : 1 };
    } catch (error) {
      if (!isErrno(error, "EINTR")) throw error;
    }
  }
}

async function drain(sys: Sys, fd: Fd): Promise<string> {
  let text = "";
  for (;;) {
    try {
      const chunk = await sys.read(fd);
      if (chunk.length === 0) return text;
      if (text.length < 1 << 20) text += textOf(chunk);
    } catch (error) {
      if (!isErrno(error, "EINTR")) throw error;
      return text;
    }
  }
}
