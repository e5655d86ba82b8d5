/** How the clients find and greet their server. */

import { errnoNumber, isErrno, type Sys, streamOf } from "#abi";
import type { MysqlOptions } from "./options.ts";
import { type Answer, type ClientMessage, skipGreeting, talkOver } from "./wire.ts";

export interface Connection {
  readonly id: number;
  readonly version: string;
  /** Undefined when the server went away. */
  ask(message: ClientMessage): Promise<Answer | undefined>;
}

/** The server could not be reached or refused: `ERROR 2002 (HY000): …`. */
export class ConnectFailure extends Error {
  readonly code: number;
  readonly state: string;
  constructor(code: number, state: string, message: string) {
    super(message);
    this.code = code;
    this.state = state;
  }
}

/** Connects as the options say: by the socket for localhost, else by TCP. */
export async function connectServer(
  sys: Sys,
  { values }: MysqlOptions,
  password: string,
  database: string | undefined,
): Promise<Connection> {
  const host = values.get("host") ?? "localhost";
  const local =
    values.get("protocol")?.toLowerCase() !== "tcp" && (host === "localhost" || values.get("protocol")?.toLowerCase() === "socket");
  const stream = streamOf(
    sys,
    local
      ? await openSocket(sys, values.get("socket") ?? "/var/run/mysqld/mysqld.sock")
      : await openTcp(sys, host, Number(values.get("port") ?? 3306)),
  );
  const talk = talkOver(stream);
  const lost = new ConnectFailure(
    2013,
    "HY000",
    "Lost connection to MySQL server at 'reading initial communication packet', system error: 0",
  );
  if (!(await skipGreeting(stream))) throw lost;
  await talk.send({ user: values.get("user") ?? userName(sys), password, database });
  const answer = await talk.receive<Answer>();
  if (answer?.kind === "error") throw new ConnectFailure(answer.code, answer.state, answer.message);
  if (answer?.kind !== "ready") throw lost;
  return {
    id: answer.connection,
    version: answer.version,
    async ask(message) {
      try {
        await talk.send(message);
        return await talk.receive<Answer>();
      } catch (error) {
        if (isErrno(error)) return undefined;
        throw error;
      }
    },
  };
}

async function openSocket(sys: Sys, path: string): Promise<number> {
  try {
    return await sys.connect({ family: "unix", path });
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new ConnectFailure(2002, "HY000", `Can't connect to local MySQL server through socket '${path}' (${errnoNumber(error.code)})`);
  }
}

async function openTcp(sys: Sys, host: string, port: number): Promise<number> {
  const [address] = await sys.resolve(host);
  if (address === undefined) throw new ConnectFailure(2005, "HY000", `Unknown MySQL server host '${host}' (0)`);
  try {
    return await sys.connect({ family: "inet", host: address, port });
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new ConnectFailure(2003, "HY000", `Can't connect to MySQL server on '${host}' (${errnoNumber(error.code)})`);
  }
}

function userName(sys: Sys): string {
  return sys.env.get("USER") ?? (sys.credentials().uid === 0 ? "root" : String(sys.credentials().uid));
}

/** The password of the options, the environment, or asked for at the terminal. */
export async function passwordOf(sys: Sys, { values }: MysqlOptions): Promise<{ readonly password: string; readonly insecure: boolean }> {
  const given = values.get("password");
  if (given !== undefined) return { password: given, insecure: true };
  if (!values.has("ask-password")) return { password: sys.env.get("MYSQL_PWD") ?? "", insecure: false };
  const fd = sys.open("/dev/tty", { read: true, write: true });
  const before = sys.tcgetattr(fd);
  await sys.write(fd, new TextEncoder().encode("Enter password: "));
  await sys.tcsetattr(fd, { echo: false });
  const line = new TextDecoder().decode(await sys.read(fd)).replace(/\n$/, "");
  await sys.tcsetattr(fd, { echo: before.echo });
  await sys.write(fd, new TextEncoder().encode("\n"));
  sys.close(fd);
  return { password: line, insecure: false };
}
