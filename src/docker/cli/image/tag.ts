import { StatusError } from "../command/errors.ts";
import { quote } from "../go/quote.ts";
import { parseReference, type Reference } from "../reference.ts";
import type { Run } from "../run.ts";

/** `docker tag`: another name for an image. */
export const run: Run = async ({ session, args }) => {
  const [source = "", target = ""] = args;
  const { upperCase } = session.release.texts;
  const named = (text: string): Reference => {
    try {
      return parseReference(text, upperCase);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new StatusError(`Error parsing reference: ${quote(text)} is not a valid repository/tag: ${error.message}`);
    }
  };
  if (!/^[0-9a-f]{64}$/.test(source) && !/^sha256:[0-9a-f]{64}$/.test(source)) named(source);
  const { familiar, tag, digest } = named(target);
  if (digest !== undefined) throw new StatusError("refusing to create a tag with a digest reference");
  const client = await session.client();
  await client.image.tag(source, { repo: familiar, tag: tag ?? "latest" });
};
