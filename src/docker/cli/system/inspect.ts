import type { DockerClient } from "#client";
import { StatusError } from "../command/errors.ts";
import type { Flags } from "../command/flags.ts";
import { quote } from "../go/quote.ts";
import { inspectObjects } from "../inspect.ts";
import { about, isNotFound } from "../known.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";

type Find = (name: string) => Promise<unknown>;

/** `docker inspect`: whatever has the name, looked for as container, image, network and volume in turn. */
export const run: Run = async ({ session, flags, args }) => {
  const client = await session.client();
  const kinds = finders(session, client, flags);
  const wanted = flags.text("type");
  const known = [...kinds.keys(), "node", "service", "secret", "config", "task", "plugin"];
  if (wanted !== "" && !known.includes(wanted)) throw new StatusError(session.release.texts.badInspectType.replace("{}", quote(wanted)));
  if (session.release.behaviour.refusesEmptyType && flags.changed("type") && wanted === "")
    throw new StatusError(
      'type is empty: must be one of "config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume"',
    );
  await inspectObjects(session, args, flags.text("format"), async (name) => {
    for (const [kind, find] of kinds) {
      if (wanted !== "" && wanted !== kind) continue;
      try {
        return await find(name);
      } catch (error) {
        if (wanted !== "" || !isNotFound(error)) throw error;
      }
    }
    throw new StatusError(session.release.texts.noSuchObject.replace("{}", name));
  });
};

function finders(session: Session, client: DockerClient, flags: Flags): ReadonlyMap<string, Find> {
  return new Map<string, Find>([
    ["container", (name) => about(session, "container", name, () => client.container.inspect(name, { size: flags.bool("size") }))],
    ["image", (name) => about(session, "image", name, () => client.image.inspect(name))],
    ["network", (name) => about(session, "network", name, () => client.network.inspect(name))],
    ["volume", (name) => about(session, "volume", name, () => client.volume.inspect(name))],
  ]);
}
