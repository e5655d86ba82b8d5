/** mysqladmin: ping, status, version, shutdown, create and drop of MySQL 5.7's, for our mysqld. */

import { type Program, print, STDERR } from "#abi";
import { ConnectFailure, type Connection, connectServer, passwordOf } from "./connect.ts";
import { readOptions } from "./options.ts";
import type { ClientMessage } from "./wire.ts";

export const mysqladmin: Program = async (sys) => {
  const options = readOptions(sys, ["client", "mysqladmin"], sys.argv.slice(1));
  const release = (sys.env.get("MYSQL_VERSION") ?? "5.7.31").replace(/-.*$/, "");
  const banner = `mysqladmin  Ver 8.42 Distrib ${release}, for Linux on x86_64\n`;
  const [command, argument] = options.operands;
  if (options.values.has("version")) return print(sys, banner).then(() => 0);
  if (command === undefined) return print(sys, `${banner}Usage: mysqladmin [OPTIONS] command command....\n`).then(() => 1);
  const { password, insecure } = await passwordOf(sys, options);
  if (insecure && password !== "")
    await print(sys, "mysqladmin: [Warning] Using a password on the command line interface can be insecure.\n", STDERR);
  let connection: Connection;
  try {
    connection = await connectServer(sys, options, password, undefined);
  } catch (error) {
    if (!(error instanceof ConnectFailure)) throw error;
    // A server that refuses the password is alive all the same.
    if (command === "ping" && error.code === 1045)
      return print(
        sys,
        `mysqladmin: connect to server at '${options.values.get("host") ?? "localhost"}' failed\nerror: '${error.message}'\n`,
        STDERR,
      ).then(() => 0);
    await print(
      sys,
      `mysqladmin: connect to server at '${options.values.get("host") ?? "localhost"}' failed\nerror: '${error.message}'${hint(error.code)}\n`,
      STDERR,
    );
    return 1;
  }
  const message = messageOf(command, argument);
  if (message === undefined) {
    await print(sys, `mysqladmin: Unknown command: '${command}'\n`, STDERR);
    return 1;
  }
  const answer = await connection.ask(message);
  if (answer?.kind === "error") {
    await print(sys, `mysqladmin: ${command.toUpperCase()} DATABASE failed; error: '${answer.message}'\n`, STDERR);
    return 1;
  }
  if (command === "ping") await print(sys, "mysqld is alive\n");
  if (answer?.kind === "text")
    await print(
      sys,
      command === "version"
        ? `${banner}\nServer version\t\t${connection.version}\nProtocol version\t10\nConnection\t\tLocalhost via UNIX socket\n\n${answer.text}\n`
        : `${answer.text}\n`,
    );
  return 0;
};

function messageOf(command: string, argument: string | undefined): ClientMessage | undefined {
  switch (command) {
    case "ping":
      return { kind: "ping" };
    case "status":
    case "version":
      return { kind: "status" };
    case "shutdown":
      return { kind: "shutdown" };
    case "create":
    case "drop":
      return argument === undefined ? undefined : { kind: "query", sql: `${command} DATABASE \`${argument}\`` };
    case "processlist":
      return { kind: "query", sql: "SHOW PROCESSLIST" };
    case "flush-privileges":
    case "reload":
      return { kind: "query", sql: "FLUSH PRIVILEGES" };
    default:
      return undefined;
  }
}

function hint(code: number): string {
  return code === 2002 ? "\nCheck that mysqld is running and that the socket: '/var/run/mysqld/mysqld.sock' exists!" : "";
}
