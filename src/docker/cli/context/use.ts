import { StatusError } from "../command/errors.ts";
import { quote } from "../go/quote.ts";
import type { Run } from "../run.ts";
import { writeConfig } from "../write-config.ts";
import { contexts } from "./ls.ts";
import { contextMetaPath } from "./path.ts";

/** `docker context use`: the context of the commands that follow. */
export const run: Run = async ({ session, args }) => {
  const [name = ""] = args;
  if (!contexts(session).some((row) => row.name === name))
    throw new StatusError(
      session.release.texts.noContext.replace("{}", name).replace("{path}", contextMetaPath(session.options.configDirectory, name)),
    );
  const { currentContext: _old, ...rest } = session.config;
  writeConfig(session, name === "default" ? rest : { ...rest, currentContext: name });
  await session.out(`${name}\n`);
  await session.err(`Current context is now ${quote(name)}\n`);
  const host = session.sys.env.get("DOCKER_HOST");
  if (host)
    await session.err(
      `Warning: DOCKER_HOST environment variable overrides the active context. To use ${quote(name)}, either set the global --context flag, or unset DOCKER_HOST environment variable.\n`,
    );
};
