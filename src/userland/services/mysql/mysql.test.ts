import { describe, expect, test } from "vitest";
import { isErrno, type Program } from "#abi";
import { containerMachine, passing } from "../testing.ts";
import { mysql } from "./mysql.ts";
import { mysqladmin } from "./mysqladmin.ts";
import { mysqld } from "./mysqld.ts";

const mkdir: Program = async (sys) => {
  try {
    sys.mkdir(sys.argv[1] ?? "");
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
  }
  return 0;
};

const FILES = {
  "/etc/mysql/my.cnf":
    "!includedir /etc/mysql/conf.d/\n[mysqld]\npid-file = /var/run/mysqld/mysqld.pid\nsocket\t= /var/run/mysqld/mysqld.sock\ndatadir = /var/lib/mysql\nskip-name-resolve\n",
  "/var/run/mysqld/.keep": "",
  "/var/lib/mysql-files/.keep": "",
};

async function prepared(files: Record<string, string> = {}) {
  const place = containerMachine({ mysqld, mysql, mysqladmin, mkdir }, { ...FILES, ...files });
  await place.machine.run(["mkdir", "/var/lib/mysql"]);
  const user = { env: { MYSQL_VERSION: "5.7.31-1debian10" } };
  const run = async (argv: string[], stdin = "", env: Record<string, string> = {}) => {
    const running = place.machine.run(argv, { stdin, env: { ...user.env, ...env } });
    for (let step = 0; step < 10; step++) {
      await passing();
      await place.clock.advance(200);
    }
    const { stdout, stderr, status } = await running;
    return { stdout, stderr, status };
  };
  const initialized = async () => {
    await place.machine.run(["mysqladmin", "-V"]);
    const { status } = await run(["mysqld", "--initialize-insecure", "--user=root", "--datadir=/var/lib/mysql/"]);
    expect(status).toBe(0);
  };
  const started = async () => {
    await initialized();
    const server = await place.start(["mysqld", "--user=root"], user.env);
    await place.clock.advance(500);
    await passing();
    return server;
  };
  return { ...place, run, initialized, started };
}

describe("mysqld", () => {
  test("refuses root, a full directory, an empty one", async () => {
    const { run } = await prepared({ "/var/lib/mysql/.x": "" });
    expect(await run(["mysqld"])).toMatchObject({
      stderr:
        '2020-08-18T07:16:27.000000Z 0 [ERROR] Fatal error: Please read "Security" section of the manual to find out how to run mysqld as root!\n\n2020-08-18T07:16:27.000000Z 0 [ERROR] Aborting\n\n',
      status: 1,
    });
    expect((await run(["mysqld", "--user=root", "--initialize"])).stderr).toContain(
      "[ERROR] --initialize specified but the data directory has files in it. Aborting.",
    );
    expect((await run(["mysqld", "--user=root"])).stderr).toContain(
      "[ERROR] Fatal error: Can't open and lock privilege tables: Table 'mysql.user' doesn't exist",
    );
  });

  test("starts with its log, and stops on SIGTERM with status 0", async () => {
    const { started, machine } = await prepared();
    const server = await started();
    const log = server.stderr();
    expect(log).toContain("[Note] mysqld (mysqld 5.7.31) starting as process 1 ...\n");
    expect(log.trimEnd().split("\n").slice(-2)).toEqual([
      "2020-08-18T07:16:29.300000Z 0 [Note] mysqld: ready for connections.",
      "Version: '5.7.31'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server (GPL)",
    ]);
    expect(machine.read("/var/run/mysqld/mysqld.pid")).toBe("1\n");
    server.kill("SIGTERM");
    expect([await server.status(), server.stderr().trimEnd().endsWith("[Note] mysqld: Shutdown complete")]).toEqual([0, true]);
    expect(machine.defects).toEqual([]);
  });

  test("accounts, databases and simple queries through the socket", async () => {
    const { started, run } = await prepared();
    await started();
    const sql = (text: string, ...args: string[]) => run(["mysql", "-uroot", ...args], text, { MYSQL_PWD: "1234" });
    expect(
      await run(
        ["mysql", "-uroot"],
        "ALTER USER 'root'@'localhost' IDENTIFIED BY '1234';\nCREATE USER 'root'@'%' IDENTIFIED BY '1234';\nGRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION ;\nCREATE DATABASE IF NOT EXISTS `shop`;\nFLUSH PRIVILEGES ;\n",
      ),
    ).toEqual({ stdout: "", stderr: "", status: 0 });
    expect(await sql("show databases")).toEqual({
      stdout: "Database\ninformation_schema\nmysql\nperformance_schema\nshop\nsys\n",
      stderr: "",
      status: 0,
    });
    expect((await sql("select 1+1 as two, 'x', version(), null;", "-t", "shop")).stdout).toBe(
      "+-----+---+-----------+------+\n| two | x | version() | null |\n+-----+---+-----------+------+\n|   2 | x | 5.7.31    | NULL |\n+-----+---+-----------+------+\n",
    );
    expect(await run(["mysql", "-uroot", "-pwrong", "-e", "select 1"])).toEqual({
      stdout: "",
      stderr:
        "mysql: [Warning] Using a password on the command line interface can be insecure.\nERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)\n",
      status: 1,
    });
    expect((await sql("use nosuch;")).stderr).toBe("ERROR 1049 (42000) at line 1: Unknown database 'nosuch'\n");
    expect((await sql("selekt 1;")).stderr).toContain("ERROR 1064 (42000) at line 1: You have an error in your SQL syntax;");
    expect((await sql("create table t (a int);", "shop")).stderr).toContain(
      "ERROR 1235 (42000) at line 1: This simulated MySQL doesn't run 'create table t (a int)'",
    );
  });

  test("a temporary server: --daemonize returns when it is ready, mysqladmin stops it", async () => {
    const { run, initialized, start, clock, machine } = await prepared();
    await initialized();
    const parent = await start(["mysqld", "--user=root", "--daemonize", "--skip-networking"], {}, undefined, false);
    await clock.advance(500);
    await passing();
    expect([await parent.status(), parent.stderr().includes("port: 0  MySQL Community Server (GPL)")]).toEqual([0, true]);
    expect(await run(["mysqladmin", "-uroot", "ping"])).toEqual({ stdout: "mysqld is alive\n", stderr: "", status: 0 });
    expect((await run(["mysqladmin", "-uroot", "status"])).stdout).toMatch(
      /^Uptime: \d+ {2}Threads: 1 {2}Questions: \d+ {2}Slow queries: 0 /,
    );
    expect(await run(["mysqladmin", "-uroot", "shutdown"])).toEqual({ stdout: "", stderr: "", status: 0 });
    await passing();
    expect(await run(["mysql", "-uroot"], "select 1")).toEqual({
      stdout: "",
      stderr: "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)\n",
      status: 1,
    });
    expect(machine.defects).toEqual([]);
  });
});
