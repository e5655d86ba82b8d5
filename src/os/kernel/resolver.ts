/** Host names as glibc finds them: addresses, /etc/hosts, then the name server of /etc/resolv.conf. resolver(5), hosts(5). */

import { decode, isErrno } from "#abi";
import { resolve, statAt } from "#vfs";
import type { Core } from "./core.ts";
import { settled } from "./outside.ts";
import type { Process } from "./process.ts";

const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/;
const DEFAULT_SERVER = "127.0.0.1";

export async function resolveName(core: Core, process: Process, name: string): Promise<readonly string[]> {
  if (ADDRESS.test(name))
    return settled(
      core,
      process,
      async () => [name],
      (addresses) => addresses,
    );
  const fromHosts = lookUpHosts(readConfig(process, "/etc/hosts"), name);
  if (fromHosts.length > 0)
    return settled(
      core,
      process,
      async () => fromHosts,
      (addresses) => addresses,
    );
  const servers = [...readConfig(process, "/etc/resolv.conf").matchAll(/^\s*nameserver\s+(\S+)/gm)].map(
    (match) => match[1] ?? DEFAULT_SERVER,
  );
  for (const server of servers.length === 0 ? [DEFAULT_SERVER] : servers) {
    try {
      return await settled(
        core,
        process,
        () => process.network.query(server, name),
        (addresses) => addresses,
      );
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return [];
}

function readConfig(process: Process, path: string): string {
  try {
    const at = resolve(process.mounts, process, path);
    return decode(at.mount.filesystem.read(at.ino, 0, statAt(at).size));
  } catch (error) {
    if (isErrno(error)) return "";
    throw error;
  }
}

function lookUpHosts(hosts: string, name: string): string[] {
  const found: string[] = [];
  for (const line of hosts.split("\n")) {
    const [address, ...names] = (line.split("#", 1)[0] ?? "").trim().split(/\s+/);
    if (address !== undefined && ADDRESS.test(address) && names.some((one) => one.toLowerCase() === name.toLowerCase()))
      found.push(address);
  }
  return found;
}
