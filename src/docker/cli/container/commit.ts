import { StatusError } from "../command/errors.ts";
import { parseReference } from "../reference.ts";
import type { Run } from "../run.ts";

/** `docker commit`: the id of the new image. */
export const run: Run = async ({ session, flags, args }) => {
  const [name = "", reference = ""] = args;
  const target = reference === "" ? {} : split(reference, session.release.texts.upperCase);
  const pause = flags.has("no-pause") ? flags.bool("pause") && !flags.bool("no-pause") : flags.bool("pause");
  const client = await session.client();
  const { Id } = await client.container.commit(name, {
    ...target,
    comment: flags.text("message"),
    author: flags.text("author"),
    changes: flags.list("change"),
    pause,
  });
  await session.out(`${Id}\n`);
};

function split(text: string, upperCase: string): { readonly repo: string; readonly tag: string } {
  try {
    const { familiar, tag, digest } = parseReference(text, upperCase);
    if (digest !== undefined) throw new Error("refusing to create a tag with a digest reference");
    return { repo: familiar, tag: tag ?? "latest" };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(error.message);
  }
}
