/** mysql: the command line client of MySQL 5.7, for our mysqld. */

import { lines, type Program, print, STDERR, STDIN, STDOUT, type Sys } from "#abi";
import { ConnectFailure, type Connection, connectServer, passwordOf } from "./connect.ts";
import { splitStatements } from "./expressions.ts";
import { type MysqlOptions, readOptions } from "./options.ts";
import { drawTable, tabbed, vertical } from "./table.ts";
import type { Answer } from "./wire.ts";

const HELP = `List of all MySQL commands:
Note that all text commands must be first on line and end with ';'
?         (\\?) Synonym for \`help'.
clear     (\\c) Clear the current input statement.
ego       (\\G) Send command to mysql server, display result vertically.
exit      (\\q) Exit mysql. Same as quit.
go        (\\g) Send command to mysql server.
help      (\\h) Display this help.
quit      (\\q) Quit mysql.
source    (\\.) Execute an SQL script file. Takes a file name as an argument.
status    (\\s) Get status information from the server.
use       (\\u) Use another database. Takes database name as argument.
`;

export const mysql: Program = async (sys) => {
  const options = readOptions(sys, ["client", "mysql"], sys.argv.slice(1));
  const release = (sys.env.get("MYSQL_VERSION") ?? "5.7.31").replace(/-.*$/, "");
  const banner = `mysql  Ver 14.14 Distrib ${release}, for Linux (x86_64) using  EditLine wrapper\n`;
  if (options.values.has("version")) return print(sys, banner).then(() => 0);
  if (options.values.has("help")) return print(sys, `${banner}Usage: mysql [OPTIONS] [database]\n`).then(() => 0);
  const { password, insecure } = await passwordOf(sys, options);
  if (insecure && password !== "")
    await print(sys, "mysql: [Warning] Using a password on the command line interface can be insecure.\n", STDERR);
  let connection: Connection;
  try {
    connection = await connectServer(sys, options, password, options.values.get("database") ?? options.operands[0]);
  } catch (error) {
    if (!(error instanceof ConnectFailure)) throw error;
    await print(sys, `ERROR ${error.code} (${error.state}): ${error.message}\n`, STDERR);
    return 1;
  }
  const client = new Client(sys, options, connection);
  const text = options.values.get("execute");
  if (text !== undefined) return client.batch(text);
  return sys.isatty(STDIN) ? client.interactive() : client.script();
};

class Client {
  readonly #sys: Sys;
  readonly #options: MysqlOptions;
  readonly #connection: Connection;
  #table: boolean;
  #interactive = false;

  constructor(sys: Sys, options: MysqlOptions, connection: Connection) {
    this.#sys = sys;
    this.#options = options;
    this.#connection = connection;
    const { values } = options;
    this.#table = values.has("table") || (sys.isatty(STDOUT) && !values.has("batch") && (values.has("execute") || sys.isatty(STDIN)));
  }

  async batch(text: string): Promise<number> {
    const { complete, rest } = splitStatements(text);
    for (const { sql, vertical: upright } of rest.trim() === "" ? complete : [...complete, { sql: rest, vertical: false }])
      if (!(await this.#run(sql, upright, 1)) && !this.#options.values.has("force")) return 1;
    return 0;
  }

  async script(): Promise<number> {
    let text = "";
    for await (const line of lines(this.#sys, STDIN)) {
      text += `${line}\n`;
      const { complete, rest } = splitStatements(text);
      for (const { sql, vertical: upright } of complete)
        if (!(await this.#run(sql, upright, 1)) && !this.#options.values.has("force")) return 1;
      text = rest;
    }
    return text.trim() === "" ? 0 : this.batch(text);
  }

  async interactive(): Promise<number> {
    const { id, version } = this.#connection;
    this.#interactive = true;
    await print(
      this.#sys,
      `Welcome to the MySQL monitor.  Commands end with ; or \\g.\nYour MySQL connection id is ${id}\nServer version: ${version} MySQL Community Server (GPL)\n\nCopyright (c) 2000, 2020, Oracle and/or its affiliates. All rights reserved.\n\nOracle is a registered trademark of Oracle Corporation and/or its\naffiliates. Other names may be trademarks of their respective\nowners.\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\nmysql> `,
    );
    let text = "";
    for await (const line of lines(this.#sys, STDIN)) {
      const word = line.trim().replace(/;$/, "").toLowerCase();
      if (text === "" && /^(exit|quit|\\q)$/.test(word)) return print(this.#sys, "Bye\n").then(() => 0);
      if (text === "" && /^(help|\\h|\?|\\\?)$/.test(word)) await print(this.#sys, `\n${HELP}\n`);
      else if (text === "" && /^(status|\\s)$/.test(word)) await this.#status();
      else if (text === "" && /^use\s+\S+$/i.test(word)) await this.#run(line.trim().replace(/;$/, ""), false, undefined);
      else if (line.trim().endsWith("\\c")) text = "";
      else text += `${line}\n`;
      const { complete, rest } = splitStatements(text);
      for (const { sql, vertical: upright } of complete) await this.#run(sql, upright, undefined);
      text = rest.trim() === "" ? "" : rest;
      await print(this.#sys, text === "" ? "mysql> " : "    -> ");
    }
    return print(this.#sys, "Bye\n").then(() => 0);
  }

  async #status(): Promise<void> {
    const answer = await this.#connection.ask({ kind: "status" });
    if (answer?.kind === "text")
      await print(
        this.#sys,
        `--------------\nConnection id:\t\t${this.#connection.id}\nServer version:\t\t${this.#connection.version} MySQL Community Server (GPL)\n\n${answer.text}\n--------------\n\n`,
      );
  }

  /** Whether the statement went well. */
  async #run(sql: string, upright: boolean, line: number | undefined): Promise<boolean> {
    const began = this.#sys.uptime();
    const answer = await this.#connection.ask({ kind: "query", sql });
    if (answer === undefined || answer.kind === "error") {
      const { code, state, message } = answer ?? { code: 2013, state: "HY000", message: "Lost connection to MySQL server during query" };
      await print(
        this.#sys,
        `ERROR ${code} (${state})${line === undefined ? "" : ` at line ${line}`}: ${message}\n`,
        this.#interactive ? STDOUT : STDERR,
      );
      return false;
    }
    await print(this.#sys, this.#show(answer, upright, ((this.#sys.uptime() - began) / 1000).toFixed(2)));
    return true;
  }

  #show(answer: Answer, upright: boolean, seconds: string): string {
    if (answer.kind === "done") {
      if (!this.#interactive) return "";
      return answer.changed
        ? "Database changed\n"
        : `Query OK, ${answer.affected} row${answer.affected === 1 ? "" : "s"} affected (${seconds} sec)\n\n`;
    }
    if (answer.kind !== "rows") return "";
    const count = answer.rows.length;
    const end = this.#interactive
      ? `${count === 0 ? "Empty set" : `${count} row${count === 1 ? "" : "s"} in set`} (${seconds} sec)\n\n`
      : "";
    if (upright || this.#options.values.has("vertical")) return vertical(answer) + end;
    if (!this.#table) return tabbed(answer, !this.#options.values.has("skip-column-names"));
    return (count === 0 ? "" : drawTable(answer)) + end;
  }
}
