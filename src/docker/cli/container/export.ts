import { writeArchive } from "../output.ts";
import type { Run } from "../run.ts";

/** `docker export`: the files of a container as a tar. */
export const run: Run = ({ session, flags, args }) =>
  writeArchive(session, flags.text("output"), "failed to export container: ", async () =>
    (await session.client()).container.export(args[0] ?? "", session.abort),
  );
