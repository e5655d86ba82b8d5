/** The data directory: files of the sizes that a real one has (holes), databases as directories, accounts as one small file. */

import { decode, encode, isErrno, type Sys } from "#abi";

export interface Account {
  readonly user: string;
  readonly host: string;
  readonly password: string;
  /** `*.*`, or databases. */
  readonly grants: readonly string[];
}

const FILES: Readonly<Record<string, number>> = {
  "auto.cnf": 56,
  "ca-key.pem": 1679,
  "ca.pem": 1112,
  "client-cert.pem": 1112,
  "client-key.pem": 1679,
  ib_buffer_pool: 422,
  ib_logfile0: 50_331_648,
  ib_logfile1: 50_331_648,
  ibdata1: 79_691_776,
  "private_key.pem": 1679,
  "public_key.pem": 452,
  "server-cert.pem": 1112,
  "server-key.pem": 1679,
};
const SYSTEM = ["mysql", "performance_schema", "sys"];
const TABLES = [
  "columns_priv",
  "db",
  "engine_cost",
  "event",
  "func",
  "gtid_executed",
  "help_topic",
  "innodb_index_stats",
  "innodb_table_stats",
  "plugin",
  "proc",
  "procs_priv",
  "server_cost",
  "servers",
  "tables_priv",
  "time_zone",
];

/** Makes a new data directory with root@localhost. */
export function createDataDirectory(sys: Sys, datadir: string, password: string, uuid: string): void {
  for (const [name, size] of Object.entries(FILES)) {
    const content = name === "auto.cnf" ? `[auto]\nserver-uuid=${uuid}\n` : "";
    sys.writeFile(`${datadir}/${name}`, encode(content), { mode: /key/.test(name) && name !== "public_key.pem" ? 0o600 : 0o640 });
    if (content === "") sys.truncate(`${datadir}/${name}`, size);
  }
  for (const database of SYSTEM) sys.mkdir(`${datadir}/${database}`, 0o750);
  for (const table of TABLES) sys.writeFile(`${datadir}/mysql/${table}.frm`, encode(""), { mode: 0o640 });
  sys.writeFile(`${datadir}/performance_schema/db.opt`, encode("default-character-set=utf8\ndefault-collation=utf8_general_ci\n"), {
    mode: 0o640,
  });
  sys.writeFile(`${datadir}/sys/db.opt`, encode("default-character-set=utf8\ndefault-collation=utf8_general_ci\n"), { mode: 0o640 });
  saveAccounts(sys, datadir, [{ user: "root", host: "localhost", password, grants: ["*.*"] }]);
}

export function isDataDirectory(sys: Sys, datadir: string): boolean {
  try {
    return sys.stat(`${datadir}/mysql`).type === "directory";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

export function loadAccounts(sys: Sys, datadir: string): Account[] {
  try {
    return JSON.parse(decode(sys.readFile(`${datadir}/mysql/user.MYD`))) as Account[];
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

export function saveAccounts(sys: Sys, datadir: string, accounts: readonly Account[]): void {
  sys.writeFile(`${datadir}/mysql/user.MYD`, encode(JSON.stringify(accounts)), { mode: 0o640 });
}

/** Databases in the order that SHOW DATABASES has them. */
export function databases(sys: Sys, datadir: string): string[] {
  const found = sys
    .readdir(datadir)
    .filter(({ type, name }) => type === "directory" && !name.startsWith("#"))
    .map(({ name }) => name);
  return ["information_schema", ...found.sort()];
}

export function createDatabase(sys: Sys, datadir: string, name: string): void {
  sys.mkdir(`${datadir}/${name}`, 0o750);
  sys.writeFile(`${datadir}/${name}/db.opt`, encode("default-character-set=latin1\ndefault-collation=latin1_swedish_ci\n"), {
    mode: 0o640,
  });
}

export function dropDatabase(sys: Sys, datadir: string, name: string): void {
  for (const entry of sys.readdir(`${datadir}/${name}`)) sys.unlink(`${datadir}/${name}/${entry.name}`);
  sys.rmdir(`${datadir}/${name}`);
}

export function tables(sys: Sys, datadir: string, database: string): string[] {
  const own = sys.readdir(`${datadir}/${database}`).flatMap(({ name }) => (name.endsWith(".frm") ? [name.slice(0, -4)] : []));
  return (database === "mysql" ? [...own, "user"] : own).sort();
}
