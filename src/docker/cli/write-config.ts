import { encode, isErrno } from "#abi";
import type { ConfigFile, Session } from "./session.ts";

/** Writes `~/.docker/config.json`. */
export function writeConfig({ sys, options }: Session, config: ConfigFile): void {
  makeDirectory(sys, options.configDirectory);
  sys.writeFile(`${options.configDirectory}/config.json`, encode(JSON.stringify(config, undefined, "\t")), { mode: 0o600 });
}

/** mkdir -p, for one's own eyes. */
export function makeDirectory(sys: Session["sys"], path: string): void {
  const parts = path.split("/");
  for (let length = 2; length <= parts.length; length++) {
    try {
      sys.mkdir(parts.slice(0, length).join("/"), 0o700);
    } catch (error) {
      if (!isErrno(error, "EEXIST")) throw error;
    }
  }
}
