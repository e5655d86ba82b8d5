import { writeArchive } from "../output.ts";
import type { Run } from "../run.ts";

/** `docker save`: an archive of images. */
export const run: Run = ({ session, flags, args }) =>
  writeArchive(session, flags.text("output"), "failed to save image: ", async () =>
    (await session.client()).image.save(args, session.abort),
  );
