/** The `drydock` command. */

import { parseArgs } from "node:util";
import { runShell } from "./shell.ts";

const USAGE = `Usage: drydock shell [OPTIONS]

A simulated computer with Docker installed, in this terminal. The password of user is "docker".

Options:
  --docker RELEASE      Docker release to imitate: 19.03.12 (default) or 28.5.2
  --lang LANGUAGE       en (default) or ko
  --image NAME          an image that is already pulled; may be given several times
  --line-speed BYTES    speed of the line to the registry in bytes a second (default: no limit)
  --help                print this
`;

const RELEASES = ["19.03.12", "28.5.2"];
const LANGUAGES = ["en", "ko"] as const;

/** Runs the command; resolves with the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [command, ...rest] = positionals;
  if (command === undefined) return fail("a command is missing");
  if (command !== "shell") return fail(`there is no command '${command}'`);
  if (rest.length > 0) return fail(`unexpected argument '${rest.join(" ")}'`);
  const release = values.docker ?? "19.03.12";
  if (!RELEASES.includes(release)) return fail(`--docker takes ${RELEASES.join(" or ")}, not '${release}'`);
  const language = LANGUAGES.find((candidate) => candidate === (values.lang ?? "en"));
  if (language === undefined) return fail(`--lang takes ${LANGUAGES.join(" or ")}, not '${values.lang}'`);
  const speed = values["line-speed"];
  const lineSpeed = speed === undefined ? undefined : Number(speed);
  if (lineSpeed !== undefined && !(lineSpeed > 0)) return fail(`--line-speed takes a number of bytes a second, not '${speed}'`);
  return runShell({ release, language, images: values.image ?? [], ...(lineSpeed === undefined ? {} : { lineSpeed }) });
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      docker: { type: "string" },
      lang: { type: "string" },
      image: { type: "string", multiple: true },
      "line-speed": { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
}

function fail(message: string): number {
  process.stderr.write(`drydock: ${message}\nSee 'drydock --help'.\n`);
  return 2;
}
