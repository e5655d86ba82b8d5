import { StatusError } from "../command/errors.ts";
import { quote } from "../go/quote.ts";
import { forEachName } from "../known.ts";
import type { Run } from "../run.ts";
import { contextName } from "../session.ts";
import { contexts } from "./ls.ts";
import { contextMetaPath } from "./path.ts";

/** `docker context rm`. */
export const run: Run = ({ session, flags, args }) =>
  forEachName(session, args, (name) => {
    if (name === "default") throw new StatusError(`context "default" cannot be removed`);
    if (!contexts(session).some((row) => row.name === name)) {
      if (flags.bool("force")) return Promise.resolve(name);
      throw new StatusError(`context ${quote(name)} does not exist`);
    }
    if (contextName(session) === name && !flags.bool("force"))
      throw new StatusError(`context ${quote(name)} is in use, set -f flag to force remove`);
    const path = contextMetaPath(session.options.configDirectory, name);
    session.sys.unlink(path);
    session.sys.rmdir(path.replace(/\/meta\.json$/, ""));
    return Promise.resolve(name);
  });
