/**
 * The statements that our mysqld knows: databases, accounts, and SELECT of expressions without tables. Everything else is
 * refused with error 1235, whose text says that it isn't simulated.
 */

import { isErrno, type Sys } from "#abi";
import { type Account, createDatabase, databases, dropDatabase, loadAccounts, saveAccounts, tables } from "./datadir.ts";
import { evaluate, splitList } from "./expressions.ts";
import type { Answer, SqlFailure, Value } from "./wire.ts";

export interface Session {
  readonly sys: Sys;
  readonly datadir: string;
  readonly version: string;
  readonly connection: number;
  readonly user: string;
  readonly host: string;
  database: string | undefined;
}

type Run = (session: Session, match: RegExpExecArray) => Answer;

const IDENTIFIER = "`?([\\w$-]+)`?";
const ACCOUNT = "(?:'([^']*)'|`?([\\w-]+)`?)(?:@(?:'([^']*)'|`?([\\w.%-]+)`?))?";

export function failure(code: number, state: string, message: string): SqlFailure {
  return { kind: "error", code, state, message };
}
const done = (session: Session, affected = 0): Answer => ({ kind: "done", affected, database: session.database });
const rows = (columns: readonly string[], values: readonly (readonly Value[])[]): Answer => ({ kind: "rows", columns, rows: values });
const statement = (pattern: string, run: Run): readonly [RegExp, Run] => [new RegExp(`^${pattern.replaceAll(" ", "\\s+")}$`, "is"), run];

const STATEMENTS: readonly (readonly [RegExp, Run])[] = [
  statement("SHOW (?:DATABASES|SCHEMAS)(?: LIKE '([^']*)')?", (session, [, like]) =>
    rows(
      [like === undefined ? "Database" : `Database (${like})`],
      visible(session)
        .filter(likeFilter(like))
        .map((name) => [name]),
    ),
  ),
  statement(`CREATE (?:DATABASE|SCHEMA)( IF NOT EXISTS)? ${IDENTIFIER}.*`, (session, [, lenient, name = ""]) => {
    if (databases(session.sys, session.datadir).includes(name))
      return lenient === undefined ? failure(1007, "HY000", `Can't create database '${name}'; database exists`) : done(session, 1);
    createDatabase(session.sys, session.datadir, name);
    return done(session, 1);
  }),
  statement(`DROP (?:DATABASE|SCHEMA)( IF EXISTS)? ${IDENTIFIER}`, (session, [, lenient, name = ""]) => {
    if (!databases(session.sys, session.datadir).includes(name))
      return lenient === undefined ? failure(1008, "HY000", `Can't drop database '${name}'; database doesn't exist`) : done(session);
    dropDatabase(session.sys, session.datadir, name);
    if (session.database === name) session.database = undefined;
    return done(session);
  }),
  statement(`USE ${IDENTIFIER}`, (session, [, name = ""]) => {
    if (!visible(session).includes(name)) return failure(1049, "42000", `Unknown database '${name}'`);
    session.database = name;
    return { kind: "done", affected: 0, database: name, changed: true };
  }),
  statement(`SHOW TABLES(?: (?:FROM|IN) ${IDENTIFIER})?`, (session, [, from]) => {
    const name = from ?? session.database;
    if (name === undefined) return failure(1046, "3D000", "No database selected");
    if (!visible(session).includes(name)) return failure(1049, "42000", `Unknown database '${name}'`);
    return rows(
      [`Tables_in_${name}`],
      name === "information_schema" ? [] : tables(session.sys, session.datadir, name).map((table) => [table]),
    );
  }),
  statement("SHOW PROCESSLIST", (session) =>
    rows(
      ["Id", "User", "Host", "db", "Command", "Time", "State", "Info"],
      [[session.connection, session.user, session.host, session.database ?? null, "Query", 0, "starting", "SHOW PROCESSLIST"]],
    ),
  ),
  statement("SHOW (?:GLOBAL |SESSION )?VARIABLES(?: LIKE '([^']*)')?", (session, [, like]) =>
    rows(
      ["Variable_name", "Value"],
      Object.entries(variables(session)).filter(([name]) => likeFilter(like)(name)),
    ),
  ),
  statement(
    `(?:CREATE USER|ALTER USER)(?: IF (?:NOT )?EXISTS)? ${ACCOUNT}(?: IDENTIFIED(?: WITH \\w+)? BY '((?:[^'\\\\]|\\\\.|'')*)')?.*`,
    (session, match) => {
      const [text, quoted, bare, quotedHost, bareHost, password = ""] = match;
      return setAccount(
        session,
        { user: quoted ?? bare ?? "", host: quotedHost ?? bareHost ?? "%", password: unescape(password) },
        /^\s*create/i.test(text),
      );
    },
  ),
  statement(`DROP USER(?: IF EXISTS)? ${ACCOUNT}`, (session, [, quoted, bare, quotedHost, bareHost]) => {
    const accounts = loadAccounts(session.sys, session.datadir);
    saveAccounts(
      session.sys,
      session.datadir,
      accounts.filter((one) => one.user !== (quoted ?? bare) || one.host !== (quotedHost ?? bareHost ?? "%")),
    );
    return done(session);
  }),
  statement(`GRANT .+ ON ${"`?([\\w*$-]+)`?"}\\.\\S+ TO ${ACCOUNT}.*`, (session, [, database = "*", quoted, bare, quotedHost, bareHost]) =>
    grant(session, database, quoted ?? bare ?? "", quotedHost ?? bareHost ?? "%"),
  ),
  statement("SELECT (.+) FROM mysql\\.user(?: WHERE .*)?", (session, [, list = ""]) => selectAccounts(session, list)),
  statement("SELECT (.+?)(?: FROM dual)?", (session, [, list = ""]) => select(session, list)),
  statement(
    "(?:SET|FLUSH|COMMIT|ROLLBACK|BEGIN|START TRANSACTION|DELETE FROM mysql\\.|TRUNCATE TABLE time_zone|ANALYZE|OPTIMIZE|REVOKE|INSTALL|RESET)\\b.*",
    (session) => done(session),
  ),
];

const WORDS =
  /^(select|show|insert|update|delete|create|drop|alter|grant|set|use|describe|desc|explain|call|load|lock|unlock|truncate|rename|replace|with|kill|prepare|execute|do|handler|table)\b/i;

/** Runs one statement. */
export function runStatement(session: Session, sql: string): Answer {
  const text = sql.trim().replace(/^(?:\/\*.*?\*\/|--\s[^\n]*\n|#[^\n]*\n|\s)+/s, "");
  if (text === "") return failure(1065, "42000", "Query was empty");
  for (const [pattern, run] of STATEMENTS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    try {
      return run(session, match);
    } catch (error) {
      if (!isErrno(error)) throw error;
      return failure(1030, "HY000", `Got error from storage engine: ${error.message}`);
    }
  }
  if (WORDS.test(text))
    return failure(
      1235,
      "42000",
      `This simulated MySQL doesn't run '${text.replace(/\s+/g, " ").slice(0, 40)}': it knows databases, accounts and SELECT without tables`,
    );
  return failure(
    1064,
    "42000",
    `You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near '${text.slice(0, 80)}' at line 1`,
  );
}

function visible(session: Session): string[] {
  const all = databases(session.sys, session.datadir);
  const account = loadAccounts(session.sys, session.datadir).find((one) => one.user === session.user);
  if (account === undefined || account.grants.includes("*.*")) return all;
  return all.filter((name) => name === "information_schema" || account.grants.includes(name));
}

function setAccount(session: Session, account: Pick<Account, "user" | "host" | "password">, isNew: boolean): Answer {
  const { sys, datadir } = session;
  const accounts = loadAccounts(sys, datadir);
  const old = accounts.find((one) => one.user === account.user && one.host === account.host);
  if ((old !== undefined) === isNew)
    return failure(1396, "HY000", `Operation ${isNew ? "CREATE" : "ALTER"} USER failed for '${account.user}'@'${account.host}'`);
  saveAccounts(sys, datadir, [...accounts.filter((one) => one !== old), { ...account, grants: old?.grants ?? [] }]);
  return done(session);
}

function grant(session: Session, database: string, user: string, host: string): Answer {
  const { sys, datadir } = session;
  const accounts = loadAccounts(sys, datadir);
  const old = accounts.find((one) => one.user === user && one.host === host);
  if (old === undefined) return failure(1133, "42000", "Can't find any matching row in the user table");
  saveAccounts(sys, datadir, [
    ...accounts.filter((one) => one !== old),
    { ...old, grants: [...new Set([...old.grants, database === "*" ? "*.*" : database])] },
  ]);
  return done(session);
}

function selectAccounts(session: Session, list: string): Answer {
  const columns = splitList(list).flatMap((name) => (name === "*" ? ["Host", "User"] : [name]));
  const accounts = [...loadAccounts(session.sys, session.datadir)].sort((a, b) => (a.host + a.user < b.host + b.user ? -1 : 1));
  const cell = (account: Account, column: string) =>
    ({ user: account.user, host: account.host })[column.toLowerCase().replaceAll("`", "")] ?? null;
  if (/^count\(\*\)$/i.test(list.trim())) return rows([list.trim()], [[accounts.length]]);
  return rows(
    columns,
    accounts.map((account) => columns.map((column) => cell(account, column))),
  );
}

function select(session: Session, list: string): Answer {
  const columns: string[] = [];
  const values: Value[] = [];
  for (const item of splitList(list)) {
    const [, expression = item, quoted, bare] = /^(.*?)\s+AS\s+(?:['"`](.*)['"`]|(\w+))$/is.exec(item) ?? [];
    const value = evaluate(expression.trim(), {
      ...variables(session),
      user: `${session.user}@${session.host}`,
      database: session.database ?? null,
      connection: session.connection,
      now: session.sys.now(),
    });
    if (value === undefined) return failure(1054, "42S22", `Unknown column '${expression.trim()}' in 'field list'`);
    columns.push(quoted ?? bare ?? item.replace(/^'(.*)'$/s, "$1"));
    values.push(value);
  }
  return rows(columns, [values]);
}

function variables(session: Session): Record<string, string> {
  return {
    character_set_server: "latin1",
    datadir: `${session.datadir.replace(/\/$/, "")}/`,
    hostname: session.sys.uname().nodename,
    max_connections: "151",
    port: "3306",
    socket: "/var/run/mysqld/mysqld.sock",
    version: session.version,
    version_comment: "MySQL Community Server (GPL)",
    version_compile_os: "Linux",
  };
}

/** SQL's LIKE with % and _. */
function likeFilter(like: string | undefined): (name: string) => boolean {
  if (like === undefined) return () => true;
  const pattern = new RegExp(
    `^${like
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("%", ".*")
      .replaceAll("_", ".")}$`,
    "i",
  );
  return (name) => pattern.test(name);
}

function unescape(text: string): string {
  return text.replaceAll("''", "'").replace(/\\(.)/gs, "$1");
}
