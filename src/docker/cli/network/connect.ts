import { StatusError } from "../command/errors.ts";
import type { Flags } from "../command/flags.ts";
import { sliceItems } from "../command/values.ts";
import type { Run } from "../run.ts";

/** `docker network connect`. */
export const run: Run = async ({ session, flags, args }) => {
  const [network = "", container = ""] = args;
  const priority = flags.number("gw-priority");
  const endpoint = {
    IPAMConfig: { IPv4Address: flags.text("ip"), IPv6Address: flags.text("ip6"), LinkLocalIPs: sliceItems(flags.list("link-local-ip")) },
    Links: flags.list("link"),
    Aliases: sliceItems(flags.list("alias")),
    DriverOpts: driverOptions(flags),
    ...(priority !== 0 && { GwPriority: priority }),
  };
  const client = await session.client();
  await client.network.connect(network, container, endpoint);
};

function driverOptions(flags: Flags): Record<string, string> {
  const options: Record<string, string> = {};
  for (const text of sliceItems(flags.list("driver-opt"))) {
    const at = text.indexOf("=");
    if (at < 1) throw new StatusError("invalid key/value pair format in driver options");
    options[text.slice(0, at).trim()] = text.slice(at + 1).trim();
  }
  return options;
}
