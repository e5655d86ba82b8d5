import type { Fd } from "#abi";
import type { JsonMessage } from "#api";
import { StatusError } from "../command/errors.ts";
import type { Session } from "../session.ts";
import { progressBar } from "./bar.ts";

export interface DisplayOptions {
  readonly fd: Fd;
  /** Draws bars and moves the cursor. Its width is that of `fd` when it is a terminal. */
  readonly terminal: boolean;
  /** The code of an error is the status that the command ends with. */
  readonly codeIsStatus?: boolean;
  readonly onAux?: (message: JsonMessage) => void;
}

/**
 * Shows the progress that the daemon streams: on a terminal a line per id that is drawn again, otherwise a line per event.
 * Throws a StatusError when the stream tells an error.
 */
export async function displayMessages(session: Session, messages: AsyncIterable<JsonMessage>, options: DisplayOptions): Promise<void> {
  const { fd, terminal } = options;
  const columns = session.columns(fd) ?? 200;
  const write = (text: string): Promise<void> => (fd === 2 ? session.err(text) : session.out(text));
  let lines = new Map<string, number>();
  for await (const message of messages) {
    if (message.aux) {
      options.onAux?.(message);
      continue;
    }
    let out = "";
    let up = 0;
    if (message.id !== undefined && message.id !== "" && (message.progressDetail || message.progress)) {
      let line = lines.get(message.id);
      if (line === undefined) {
        line = lines.size;
        lines.set(message.id, line);
        if (terminal) out += "\n";
      }
      up = lines.size - line;
      if (terminal && up > 0) out += `\x1b[${up}A`;
    } else lines = new Map();
    const failure = message.errorDetail?.message ?? message.error;
    if (failure !== undefined) {
      if (out !== "") await write(out);
      throw new StatusError(
        message.errorDetail?.code === 401 ? "authentication is required" : failure,
        options.codeIsStatus ? message.errorDetail?.code || 1 : 1,
      );
    }
    out += messageLine(message, terminal, columns);
    if (message.id !== undefined && message.id !== "" && terminal && up > 0) out += `\x1b[${up}B`;
    if (out !== "") await write(out);
  }
}

function messageLine(message: JsonMessage, terminal: boolean, columns: number): string {
  const { progressDetail: detail, status = "", stream } = message;
  const bar = detail ? progressBar(detail, columns) : "";
  const drawn = terminal && (stream ?? "") === "" && detail !== undefined;
  if (!drawn && bar !== "") return "";
  const end = drawn ? "\r" : "";
  const head = `${message.id ? `${message.id}: ` : ""}${message.from ? `(from ${message.from}) ` : ""}`;
  const start = drawn ? "\x1b[2K\r" : "";
  if (detail && terminal) return `${start}${head}${status} ${bar}${end}`;
  if (!detail && message.progress) return `${start}${head}${status} ${message.progress}${end}`;
  if (stream !== undefined && stream !== "") return `${start}${head}${stream}${end}`;
  return `${start}${head}${status}${end}\n`;
}
