import type { NetworkCreateRequest } from "#api";
import { StatusError } from "../command/errors.ts";
import type { Flags } from "../command/flags.ts";
import { sliceItems } from "../command/values.ts";
import type { Call, Run } from "../run.ts";
import { ipamConfig } from "./ipam.ts";

/** `docker network create`: the id of the new network. */
export const run: Run = async (call) => {
  const request = createRequest(call);
  const client = await call.session.client();
  const { Id } = await client.network.create(request);
  await call.session.out(`${Id}\n`);
};

function createRequest({ session, flags, args }: Call): NetworkCreateRequest {
  const [name = ""] = args;
  const from = flags.text("config-from");
  const { behaviour } = session.release;
  return {
    Name: name,
    ...(behaviour.networkIpv4Column ? {} : { CheckDuplicate: true }),
    Driver: flags.text("driver"),
    Scope: flags.text("scope"),
    ...(behaviour.networkIpv4Column
      ? {
          ...(flags.changed("ipv4") && { EnableIPv4: flags.bool("ipv4") }),
          ...(flags.changed("ipv6") && { EnableIPv6: flags.bool("ipv6") }),
        }
      : { EnableIPv6: flags.bool("ipv6") }),
    IPAM: { Driver: flags.text("ipam-driver") || "default", Options: flags.map("ipam-opt"), Config: ipam(flags) },
    Internal: flags.bool("internal"),
    Attachable: flags.bool("attachable"),
    Ingress: flags.bool("ingress"),
    ConfigOnly: flags.bool("config-only"),
    ConfigFrom: from === "" ? null : { Network: from },
    Options: flags.map("opt"),
    Labels: flags.map("label"),
  };
}

function ipam(flags: Flags): ReturnType<typeof ipamConfig> {
  try {
    return ipamConfig({
      subnets: sliceItems(flags.list("subnet")),
      ranges: sliceItems(flags.list("ip-range")),
      gateways: sliceItems(flags.list("gateway")),
      auxiliary: flags.map("aux-address"),
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "Error") throw error;
    throw new StatusError(error.message);
  }
}
