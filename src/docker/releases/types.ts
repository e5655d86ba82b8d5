/** What differs between the Docker releases that we imitate, as data. */

import type { CliRelease } from "./cli.ts";
import type { EngineRelease } from "./engine.ts";

export interface Release {
  /** As `docker version` prints it: 19.03.12, 28.5.2. */
  readonly name: string;
  readonly cli: CliRelease;
  readonly engine: EngineRelease;
}
