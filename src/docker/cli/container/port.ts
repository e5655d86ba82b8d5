import type { PortBinding } from "#api";
import { StatusError } from "../command/errors.ts";
import { naturalOrder } from "../go/natural-order.ts";
import { parseUnsigned } from "../go/numbers.ts";
import { about } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker port`: where a container's ports are published. */
export const run: Run = async ({ session, args }) => {
  const [name = "", wanted] = args;
  const { behaviour } = session.release;
  const client = await session.client();
  const container = await about(session, "container", name, () => client.container.inspect(name));
  const ports = container.NetworkSettings.Ports ?? {};
  const address = ({ HostIp, HostPort }: PortBinding): string =>
    behaviour.bracketsIp6 && HostIp.includes(":") ? `[${HostIp}]:${HostPort}` : `${HostIp}:${HostPort}`;
  if (wanted === undefined) {
    const lines = Object.entries(ports).flatMap(([port, bindings]) => (bindings ?? []).map((binding) => `${port} -> ${address(binding)}`));
    if (lines.length > 0) await session.out(`${lines.sort(naturalOrder).join("\n")}\n`);
    return;
  }
  const [port = "", protocol = ""] = wanted.split("/");
  const key = `${port}/${protocol === "" ? "tcp" : protocol}`;
  checkNumber(port, behaviour.bracketsIp6);
  const bindings = ports[key];
  if (!bindings || bindings.length === 0)
    throw new StatusError(`Error: No public port '${behaviour.bracketsIp6 ? wanted : key}' published for ${name}`);
  await session.out(`${bindings.map(address).join("\n")}\n`);
};

function checkNumber(port: string, named: boolean): void {
  try {
    parseUnsigned(port, 16, 10);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(named ? `Error: invalid port (${port}): ${error.message}` : error.message);
  }
}
