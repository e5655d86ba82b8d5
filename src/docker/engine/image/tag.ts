import { withDefaultTag } from "#images";
import type { Daemon } from "../daemon.ts";
import { invalid } from "../errors.ts";
import { nameImage } from "./add.ts";
import { findImage, readNameAndTag } from "./find.ts";

/** POST /images/NAME/tag */
export function tagImage(daemon: Daemon, wanted: string, name: string, tag: string): void {
  const reference = readNameAndTag(daemon, name, tag);
  if (reference.digest !== undefined) throw invalid("cannot create a tag with a digest reference");
  const { image } = findImage(daemon, wanted);
  nameImage(daemon, image.id, withDefaultTag(reference), "tag");
}
