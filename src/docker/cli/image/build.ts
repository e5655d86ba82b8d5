import { StatusError } from "../command/errors.ts";
import type { Run } from "../run.ts";

/** `docker build`. */
export const run: Run = ({ command }) => {
  throw new StatusError(`${command.path} is not simulated here; nearest: docker commit`);
};
