import { StatusError } from "../command/errors.ts";
import type { Run } from "../run.ts";

/** `docker volume create`: the name of the new volume. */
export const run: Run = async ({ session, flags, args }) => {
  const [name] = args;
  if (name !== undefined && flags.text("name") !== "") throw new StatusError(session.release.texts.twoVolumeNames);
  const map = (flag: string): Readonly<Record<string, string>> | undefined =>
    flags.list(flag).length > 0 || !session.release.behaviour.omitsEmptyMaps ? flags.map(flag) : undefined;
  const options = map("opt");
  const labels = map("label");
  const client = await session.client();
  const volume = await client.volume.create({
    Driver: flags.text("driver"),
    ...(options && { DriverOpts: options }),
    ...(labels && { Labels: labels }),
    Name: name ?? flags.text("name"),
  });
  await session.out(`${volume.Name}\n`);
};
