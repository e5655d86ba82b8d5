import type { Program, Sys } from "#abi";
import { linesOf } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { utility } from "./tool/utility.ts";

const FILES: Readonly<Record<string, string>> = {
  passwd: "/etc/passwd",
  group: "/etc/group",
  shadow: "/etc/shadow",
  gshadow: "/etc/gshadow",
  hosts: "/etc/hosts",
  ahosts: "/etc/hosts",
  services: "/etc/services",
  protocols: "/etc/protocols",
  networks: "/etc/networks",
};

/** getent: entries of the name service databases. Models glibc's: getent(1). */
export const getent: Program = utility({
  name: "getent",
  package: "GNU libc 2.28",
  summary: "Get entries from administrative database.",
  usage: "[OPTION...] database [key ...]",
  options: {
    service: ["-s, --service=CONFIG", "Service configuration to be used"],
    noIdn: ["-i, --no-idn", "disable IDN encoding"],
  },
  async run(sys, { operands }) {
    const [database, ...keys] = operands;
    if (database === undefined) {
      await stdout(sys).print("Usage: getent [OPTION...] database [key ...]\n");
      return 1;
    }
    const file = FILES[database];
    if (file === undefined) {
      await stdout(sys).print(`Unknown database: ${database}\n`);
      return 1;
    }
    if (keys.length === 0) {
      for (const line of linesOf(sys, file)) if (!line.startsWith("#")) await stdout(sys).print(`${show(database, line)}\n`);
      return 0;
    }
    let status = 0;
    for (const key of keys) {
      const found = await find(sys, database, file, key);
      if (found === undefined) status = 2;
      else await stdout(sys).print(`${found}\n`);
    }
    return status;
  },
});

function show(database: string, line: string): string {
  if (database !== "hosts" && database !== "ahosts") return line;
  const [address = "", ...names] = line.trim().split(/\s+/);
  return `${address.padEnd(15)} ${names.join(" ")}`;
}

async function find(sys: Sys, database: string, file: string, key: string): Promise<string | undefined> {
  if (database === "hosts" || database === "ahosts") {
    const line = linesOf(sys, file).find((one) => !one.startsWith("#") && one.trim().split(/\s+/).includes(key));
    if (line !== undefined) return show(database, line);
    const [address] = await sys.resolve(key);
    return address === undefined ? undefined : `${address.padEnd(15)} ${key}`;
  }
  return linesOf(sys, file).find((line) => {
    const fields = line.split(/[:\s]+/);
    return fields[0] === key || (database !== "shadow" && /^\d+$/.test(key) && line.split(":")[2] === key);
  });
}
