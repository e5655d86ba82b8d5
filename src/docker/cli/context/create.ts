import { encode } from "#abi";
import { StatusError } from "../command/errors.ts";
import { sliceItems } from "../command/values.ts";
import { csvFields } from "../go/csv.ts";
import { quote } from "../go/quote.ts";
import type { Run } from "../run.ts";
import { makeDirectory } from "../write-config.ts";
import { contexts } from "./ls.ts";
import { contextMetaPath } from "./path.ts";

/** `docker context create`: remembers where a daemon is. */
export const run: Run = async ({ session, flags, args }) => {
  const [name = ""] = args;
  if (name === "") throw new StatusError("context name cannot be empty");
  if (name === "default") throw new StatusError('"default" is a reserved context name');
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(name))
    throw new StatusError(`context name ${quote(name)} is invalid, names are validated against regexp "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$"`);
  if (contexts(session).some((row) => row.name === name)) throw new StatusError(`context ${quote(name)} already exists`);
  const docker = flags.list("docker");
  if (docker.length === 0) throw new StatusError("docker endpoint configuration is required");
  const pairs = sliceItems(docker).length > 0 ? docker.flatMap((text) => csvFields(text)) : [];
  const host = pairs.find((pair) => pair.startsWith("host="))?.slice("host=".length) ?? "unix:///var/run/docker.sock";
  const path = contextMetaPath(session.options.configDirectory, name);
  makeDirectory(session.sys, path.replace(/\/meta\.json$/, ""));
  const meta = {
    Name: name,
    Metadata: { Description: flags.text("description") },
    Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
  };
  session.sys.writeFile(path, encode(JSON.stringify(meta)), { mode: 0o644 });
  await session.out(`${name}\n`);
  await session.err(`Successfully created context ${quote(name)}\n`);
};
