import { encode, isErrno } from "#abi";
import type { JsonMessage } from "#api";
import { StatusError } from "../command/errors.ts";
import { keyValues } from "../command/flags.ts";
import { sliceItems } from "../command/values.ts";
import { parseUlimit } from "../container/options/ulimit.ts";
import { goErrno } from "../go/errno.ts";
import { parseBool } from "../go/numbers.ts";
import { humanSize } from "../go/units.ts";
import { displayMessages } from "../progress/display.ts";
import type { Call, Run } from "../run.ts";
import type { Session } from "../session.ts";
import { buildContext } from "./build-context.ts";

/** `docker build` by the classic builder. */
export const run: Run = async ({ session, flags, args, command }) => {
  const { sys } = session;
  await chooseBuilder(session);
  const quiet = flags.bool("quiet");
  const idFile = flags.text("iidfile");
  if (idFile !== "") removeStale(session, idFile);
  const { dockerfile, content } = await buildContext(session, args[0] ?? "", flags.text("file"));
  const body = quiet ? content : told(session, content);
  const client = await session.client();
  const messages = await client.image.build(body, buildOptions({ session, flags, args, command }, dockerfile), session.abort);
  let id = "";
  const onAux = (message: JsonMessage): void => {
    if (typeof message.aux?.["ID"] === "string") id = message.aux["ID"];
  };
  if (quiet) id = await quietly(session, messages);
  else await displayMessages(session, messages, { fd: 1, terminal: session.isTerminal(1), codeIsStatus: true, onAux });
  if (idFile === "") return;
  if (id === "") throw new StatusError(`Server did not provide an image ID. Cannot write ${idFile}`);
  sys.writeFile(idFile, encode(id), { mode: 0o666 });
};

/** BuildKit isn't there: what the release says of that, and of the builder that is used in its place. */
async function chooseBuilder(session: Session): Promise<void> {
  const wanted = session.sys.env.get("DOCKER_BUILDKIT") ?? "";
  const { missing, disabled, legacy, badVariable } = session.release.builder;
  if (wanted === "") {
    if (legacy !== "") await session.err(`${legacy}\n\n`);
    return;
  }
  let enabled: boolean;
  try {
    enabled = parseBool(wanted);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(badVariable.replace("{}", () => error.message));
  }
  if (enabled) throw new StatusError(missing);
  if (disabled !== "") await session.err(`${disabled}\n\n`);
}

function removeStale({ sys }: Session, path: string): void {
  try {
    sys.unlink(path);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (error.code !== "ENOENT") throw new StatusError(`Removing image ID file: remove ${path}: ${goErrno(error)}`);
  }
}

const STEP = 512 * 1024;
const PAUSE = 100;

/** The context on its way, with a line that counts its bytes. */
async function* told(session: Session, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { sys } = session;
  const terminal = session.isTerminal(1);
  let sent = 0;
  let last = 0;
  let shown = Number.NEGATIVE_INFINITY;
  const line = (): string => `Sending build context to Docker daemon ${humanSize(sent).padStart(8)}\r`;
  for await (const chunk of content) {
    yield chunk;
    sent += chunk.length;
    if (sent - last <= STEP) continue;
    last = sent;
    if (!terminal || sys.now() - shown < PAUSE) continue;
    shown = sys.now();
    await session.out(line());
  }
  await session.out(`${line()}\r\n`);
}

/** With `-q` only the id is shown, or all of it when the build failed. */
async function quietly(session: Session, messages: AsyncIterable<JsonMessage>): Promise<string> {
  let shown = "";
  for await (const { stream, status, errorDetail, error } of messages) {
    shown += stream ?? (status === undefined ? "" : `${status}\n`);
    const failure = errorDetail?.message ?? error;
    if (failure !== undefined) throw new StatusError(shown + failure, errorDetail?.code || 1);
  }
  await session.out(shown);
  return shown.trim();
}

function buildOptions({ session, flags }: Call, dockerfile: string) {
  const buildArgs = Object.fromEntries(
    flags
      .list("build-arg")
      .map((text): [string, string | null] => [text.split("=")[0] ?? "", text.includes("=") ? text.slice(text.indexOf("=") + 1) : null]),
  );
  const sent = (value: string | number): string | number | undefined => (value === "" || value === 0 ? undefined : value);
  const ulimits = flags.list("ulimit").map(parseUlimit);
  return {
    tags: flags.list("tag"),
    dockerfile,
    noCache: flags.bool("no-cache"),
    pull: flags.bool("pull"),
    quiet: flags.bool("quiet"),
    remove: flags.bool("rm"),
    forceRemove: flags.bool("force-rm"),
    buildArgs,
    labels: keyValues(flags.list("label")),
    cacheFrom: sliceItems(flags.list("cache-from")),
    target: flags.text("target"),
    query: {
      version: "1",
      memory: sent(flags.bytes("memory")),
      memswap: sent(flags.bytes("memory-swap")),
      cpushares: sent(flags.number("cpu-shares")),
      cpuperiod: sent(flags.number("cpu-period")),
      cpuquota: sent(flags.number("cpu-quota")),
      cpusetcpus: sent(flags.text("cpuset-cpus")),
      cpusetmems: sent(flags.text("cpuset-mems")),
      cgroupparent: sent(flags.text("cgroup-parent")),
      shmsize: sent(flags.bytes("shm-size")),
      networkmode: flags.text("network"),
      extrahosts: flags.list("add-host"),
      ulimits: ulimits.length === 0 ? undefined : JSON.stringify(ulimits),
      platform: sent(flags.text("platform") || (session.sys.env.get("DOCKER_DEFAULT_PLATFORM") ?? "")),
    },
  };
}
