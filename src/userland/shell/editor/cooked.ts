/** Reading without editing, as dash does: the terminal's own line discipline is all there is. */

import type { Sys } from "#abi";
import { decode, isErrno, print, STDERR, STDIN } from "#abi";
import type { ReadLineResult } from "./types.ts";

/** Reads a line from the terminal in its canonical mode. */
export async function readCooked(sys: Sys, prompt: string): Promise<ReadLineResult> {
  let interrupted = false;
  const before = sys.signal("SIGINT", {
    handle: () => {
      interrupted = true;
    },
    interrupt: true,
  });
  let text = "";
  try {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these mark the hidden parts
    await print(
      sys,
      prompt.replace(/\x01[^\x02]*\x02?/g, (part) => part.replace(/[\x01\x02]/g, "")),
      STDERR,
    );
    for (;;) {
      const bytes = await sys.read(STDIN);
      if (bytes.length === 0) return text === "" ? { kind: "eof" } : { kind: "line", text };
      text += decode(bytes);
      if (text.endsWith("\n")) return { kind: "line", text: text.slice(0, -1) };
    }
  } catch (error) {
    if (!interrupted || !isErrno(error, "EINTR")) throw error;
    await print(sys, "\n", STDERR);
    return { kind: "interrupt", text };
  } finally {
    sys.signal("SIGINT", before);
  }
}
