import type { Run } from "../run.ts";
import { contextName } from "../session.ts";

/** `docker context show`. */
export const run: Run = ({ session }) => session.out(`${contextName(session)}\n`);
