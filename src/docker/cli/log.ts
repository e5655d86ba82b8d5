import { rfc3339 } from "./format/text.ts";
import { quote } from "./go/quote.ts";
import type { Session } from "./session.ts";

/** A line of logrus: coloured where the release's command does that on terminals, else `time=… level=… msg=…`. */
export function logLine(session: Session, level: "warning" | "error", message: string): Promise<void> {
  const { sys, release } = session;
  if (release.behaviour.colouredLog && session.isTerminal(2)) {
    const [colour, word] = level === "error" ? [31, "ERRO"] : [33, "WARN"];
    return session.err(`\x1b[${colour}m${word}\x1b[0m[0000] ${message.padEnd(44)} \n`);
  }
  const text = /^[\w./@^+-]+$/.test(message) ? message : quote(message);
  return session.err(`time="${rfc3339(sys, sys.now())}" level=${level} msg=${text}\n`);
}
