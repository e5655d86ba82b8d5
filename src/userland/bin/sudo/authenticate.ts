/** sudo asks for the caller's password. */

import { print, STDERR, type Sys } from "#abi";
import { type Account, storedPassword } from "../account/accounts.ts";
import { verifyPassword } from "../account/password.ts";
import { askSecret, dieOfInterrupt, openTerminal, readSecret, type Secret } from "../account/secret.ts";
import type { SudoOptions } from "./options.ts";
import type { SudoTexts } from "./texts.data.ts";

// PAM's unix module answers a wrong password after about this long.
const FAIL_DELAY_MS = 2000;

/** undefined when the password was right, else the exit status. */
export async function authenticate(
  sys: Sys,
  options: SudoOptions,
  caller: Account,
  target: Account,
  tries: number,
  texts: SudoTexts,
): Promise<number | undefined> {
  const say = (text: string) => print(sys, `sudo: ${text}\n`, STDERR);
  if (options.nonInteractive) {
    await say(texts.passwordNeeded);
    return 1;
  }
  const terminal = options.stdin ? undefined : openTerminal(sys);
  if (!options.stdin && terminal === undefined) {
    await say(texts.noTty);
    return 1;
  }
  const prompt = expandPrompt(options.prompt ?? sys.env.get("SUDO_PROMPT") ?? texts.prompt, caller, target, sys.uname().nodename);
  const ask = (): Promise<Secret> => (terminal === undefined ? readSecret(sys, prompt) : askSecret(sys, terminal, prompt));
  const stored = storedPassword(sys, caller.name);
  let failed = 0;
  try {
    while (failed < tries) {
      const secret = await ask();
      if (secret.kind === "interrupted") return dieOfInterrupt(sys);
      if (secret.kind === "eof") break;
      if (verifyPassword(stored, secret.text)) return undefined;
      failed += 1;
      await sys.sleep(FAIL_DELAY_MS);
      if (failed < tries) await print(sys, `${texts.again}\n`, terminal ?? STDERR);
    }
  } finally {
    if (terminal !== undefined) sys.close(terminal);
  }
  await say(failed === 0 ? texts.passwordNeeded : texts.attempts(failed));
  return 1;
}

/** %p the user whose password is asked, %u the caller, %U the target, %h the host, %% a percent sign. */
function expandPrompt(prompt: string, caller: Account, target: Account, host: string): string {
  const values: Readonly<Record<string, string>> = {
    p: caller.name,
    u: caller.name,
    U: target.name,
    h: host.split(".")[0] ?? host,
    H: host,
    "%": "%",
  };
  return prompt.replace(/%([puUhH%])/g, (_, letter: string) => values[letter] ?? "");
}
