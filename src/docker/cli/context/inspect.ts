import { StatusError } from "../command/errors.ts";
import { inspectObjects } from "../inspect.ts";
import type { Run } from "../run.ts";
import { contextName } from "../session.ts";
import { contexts } from "./ls.ts";
import { contextMetaPath } from "./path.ts";

/** `docker context inspect`: the one in force when none is named. */
export const run: Run = async ({ session, flags, args }) => {
  const all = contexts(session);
  const names = args.length > 0 ? args : [contextName(session)];
  await inspectObjects(session, names, flags.text("format"), (name) => {
    const found = all.find((row) => row.name === name);
    if (!found)
      throw new StatusError(
        session.release.texts.noContext.replace("{}", name).replace("{path}", contextMetaPath(session.options.configDirectory, name)),
      );
    const isDefault = name === "default";
    const directory = contextMetaPath(session.options.configDirectory, name).replace(/\/meta\.json$/, "");
    return Promise.resolve({
      Name: name,
      Metadata: isDefault ? (session.release.help.grouped ? {} : { StackOrchestrator: "swarm" }) : { Description: found.description },
      Endpoints: { docker: { Host: found.endpoint, SkipTLSVerify: false } },
      TLSMaterial: {},
      Storage: isDefault
        ? { MetadataPath: "<IN MEMORY>", TLSPath: "<IN MEMORY>" }
        : { MetadataPath: directory, TLSPath: directory.replace("/meta/", "/tls/") },
    });
  });
};
