import { StatusError } from "../command/errors.ts";
import type { Run } from "../run.ts";

/** `docker volume create`: the name of the new volume. */
export const run: Run = async ({ session, flags, args }) => {
  const [name] = args;
  if (name !== undefined && flags.text("name") !== "") throw new StatusError(session.release.texts.twoVolumeNames);
  const client = await session.client();
  const volume = await client.volume.create({ Driver: flags.text("driver"), DriverOpts: flags.map("opt"), Labels: flags.map("label"), Name: name ?? flags.text("name") });
  await session.out(`${volume.Name}\n`);
};
