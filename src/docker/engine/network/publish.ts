/** Published ports: which of the host's lead to which of the container's. */

import { castDraft } from "immer";
import { isErrno } from "#abi";
import type { PortBinding, PortMap } from "#api";
import type { Daemon } from "../daemon.ts";
import { ApiError, systemError } from "../errors.ts";
import type { ContainerRecord } from "../store/state.ts";

export interface PublishedPort {
  close(): void;
}

/** Publishes what was asked for, all or nothing, and notes it in the container's record. */
export function publishPorts(daemon: Daemon, containerId: string): readonly PublishedPort[] {
  const container = daemon.store.state.containers.get(containerId);
  if (!container || container.hostConfig.NetworkMode === "host") return [];
  const wanted = wantedPorts(container);
  const target = Object.entries(container.endpoints)
    .map(([, endpoint]) => endpoint.joined)
    .find((joined) => joined && joined.address !== "");
  const open: PublishedPort[] = [];
  const ports: Record<string, readonly PortBinding[] | null> = {};
  try {
    for (const [key, bindings] of Object.entries(wanted)) {
      const [number = "", protocol = "tcp"] = key.split("/");
      if (!target || bindings === null) {
        ports[key] = null;
        continue;
      }
      ports[key] = bindings.flatMap((binding) =>
        publishOne(daemon, open, binding, { protocol, host: target.address, port: Number(number) }),
      );
    }
  } catch (error) {
    for (const one of open) one.close();
    if (!(error instanceof ApiError)) throw error;
    const endpointId = target?.endpointId ?? "";
    throw systemError(`driver failed programming external connectivity on endpoint ${container.name} (${endpointId}): ${error.message}`);
  }
  daemon.store.update((draft) => {
    const record = draft.containers.get(containerId);
    if (record) record.ports = castDraft(ports);
  });
  return open;
}

/** What is exposed, with the bindings it should get. */
function wantedPorts({ config, hostConfig }: ContainerRecord): PortMap {
  const wanted: Record<string, readonly PortBinding[] | null> = {};
  for (const key of Object.keys(config.ExposedPorts ?? {}))
    wanted[withProtocol(key)] = hostConfig.PublishAllPorts ? [{ HostIp: "", HostPort: "" }] : null;
  for (const [key, bindings] of Object.entries(hostConfig.PortBindings ?? {}))
    wanted[withProtocol(key)] = bindings && bindings.length > 0 ? bindings : [{ HostIp: "", HostPort: "" }];
  return wanted;
}

function withProtocol(key: string): string {
  return key.includes("/") ? key : `${key}/tcp`;
}

function publishOne(
  daemon: Daemon,
  open: PublishedPort[],
  binding: PortBinding,
  to: { readonly protocol: string; readonly host: string; readonly port: number },
): readonly PortBinding[] {
  const host = binding.HostIp === "" ? "0.0.0.0" : binding.HostIp;
  const [first = 0, last = first] = binding.HostPort === "" ? [0] : binding.HostPort.split("-").map(Number);
  const port = daemon.ports.request(to.protocol, host, first, last);
  const release = (): void => daemon.ports.release(to.protocol, host, port);
  const protocol = to.protocol === "udp" ? "udp" : "tcp";
  const isIPv6 = host.includes(":");
  try {
    const handle = isIPv6
      ? { close: () => undefined }
      : daemon.network.host.publish({ host, port, protocol }, { host: to.host, port: to.port });
    open.push({
      close() {
        handle.close();
        release();
      },
    });
  } catch (error) {
    release();
    if (!isErrno(error)) throw error;
    throw systemError(
      daemon.release.behaviour.dnsNames
        ? `failed to bind host port for ${host}:${port}:${to.host}:${to.port}/${to.protocol}: address already in use`
        : `Error starting userland proxy: listen ${to.protocol} ${host}:${port}: bind: address already in use`,
    );
  }
  const shown = { HostIp: host, HostPort: String(port) };
  return daemon.release.behaviour.publishesIPv6 && binding.HostIp === "" ? [shown, { HostIp: "::", HostPort: String(port) }] : [shown];
}
