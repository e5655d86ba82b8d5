/** /proc/net, of the network namespace of whoever looks. */

import type { SocketAddress } from "#abi";
import type { Core } from "../core.ts";
import { directoryOf, fileOf, type GeneratedNode } from "../generated-filesystem.ts";
import type { NetworkNamespace } from "../types.ts";

const STATES = { ESTABLISHED: "01", TIME_WAIT: "06", LISTEN: "0A" } as const;

export function networkEntries(core: Core): GeneratedNode {
  const network = (): NetworkNamespace => core.current?.network ?? core.host.network;
  return directoryOf({
    dev: fileOf(() => deviceLines(network())),
    route: fileOf(() => routeLines(network())),
    tcp: fileOf(() => tcpLines(network())),
    tcp6: fileOf(
      () =>
        "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n",
    ),
    udp: fileOf(
      () => "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n",
    ),
    unix: fileOf(() => "Num       RefCount Protocol Flags    Type St Inode Path\n"),
  });
}

function deviceLines(network: NetworkNamespace): string {
  const head =
    "Inter-|   Receive                                                |  Transmit\n" +
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";
  const rows = network.interfaces().map(({ name, rxBytes, rxPackets, txBytes, txPackets }) => {
    const received = `${String(rxBytes).padStart(7)} ${String(rxPackets).padStart(7)}    0    0    0     0          0         0`;
    return `${name.padStart(6)}: ${received} ${String(txBytes).padStart(8)} ${String(txPackets).padStart(7)}    0    0    0     0       0          0\n`;
  });
  return head + rows.join("");
}

/** Addresses are written as the machine holds them: last byte first. */
function hexAddress(address: string): string {
  const bytes = address.split(".").map(Number);
  return bytes
    .reverse()
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, "0"))
    .join("");
}

function routeLines(network: NetworkNamespace): string {
  const rows = network.routes().map(({ destination, gateway, device }) => {
    const [net = "0.0.0.0", prefix = "0"] = destination === "default" ? ["0.0.0.0", "0"] : destination.split("/");
    const bits = Number(prefix);
    const mask = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
    const maskText = [mask >>> 24, (mask >>> 16) & 255, (mask >>> 8) & 255, mask & 255].join(".");
    const flags = gateway === undefined ? "0001" : "0003";
    return `${[device, hexAddress(net), hexAddress(gateway ?? "0.0.0.0"), flags, 0, 0, 0, hexAddress(maskText), 0, 0, 0].join("\t")}\n`;
  });
  return `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n${rows.join("")}`;
}

function tcpLines(network: NetworkNamespace): string {
  const text = (address: SocketAddress | undefined): string => {
    if (address === undefined || address.family !== "inet") return "00000000:0000";
    return `${hexAddress(address.host)}:${address.port.toString(16).toUpperCase().padStart(4, "0")}`;
  };
  const rows = network.sockets().map(({ local, remote, state }, index) => {
    const place = `${String(index).padStart(4)}: ${text(local)} ${text(remote)} ${STATES[state]}`;
    return `${place} 00000000:00000000 00:00000000 00000000     0        0 ${20000 + index} 1 0000000000000000 100 0 0 10 0\n`;
  });
  return `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n${rows.join("")}`;
}
