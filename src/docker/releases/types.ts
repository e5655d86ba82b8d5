/** What differs between the Docker releases that we imitate, as data. */

import type { CliRelease } from "./cli.ts";
import type { EngineRelease } from "./engine.ts";

export interface Release {
  /** As `docker version` prints it: 19.03.12, 28.5.2. */
  readonly name: string;
  /** Either part is loaded when it is first asked for. */
  readonly cli: () => Promise<CliRelease>;
  readonly engine: () => Promise<EngineRelease>;
}
