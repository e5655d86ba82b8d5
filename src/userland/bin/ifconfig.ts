/** ifconfig and route: show interfaces and routes. Model net-tools 2.0 and, as applets, busybox'; nothing can be changed. */

import { type InterfaceInfo, type Program, print, STDERR } from "#abi";
import { flavourOf } from "./tool/flavour.ts";

export const ifconfig: Program = async (sys) => {
  const gnu = flavourOf(sys) === "gnu";
  const names = sys.argv.slice(1).filter((word) => !word.startsWith("-"));
  const all = sys.interfaces();
  const [wanted] = names;
  const chosen = wanted === undefined ? [...all].sort((a, b) => (a.name < b.name ? -1 : 1)) : all.filter(({ name }) => name === wanted);
  if (chosen.length === 0) {
    await print(
      sys,
      gnu
        ? `${wanted}: error fetching interface information: Device not found\n`
        : `ifconfig: ${wanted}: error fetching interface information: Device not found\n`,
      STDERR,
    );
    return 1;
  }
  if (names.length > 1) {
    await print(sys, "SIOCSIFFLAGS: Operation not permitted\n", STDERR);
    return 255;
  }
  await print(sys, chosen.map(gnu ? netTools : busybox).join(""));
  return 0;
};

/** Prefix length as a mask. */
function maskOf(prefix: number): string {
  return [0, 8, 16, 24].map((from) => 256 - 2 ** (8 - Math.max(0, Math.min(8, prefix - from)))).join(".");
}

function size(bytes: number, kilo: string): string {
  const units = ["B", `K${kilo}`, `M${kilo}`, `G${kilo}`];
  let value = bytes;
  let unit = 0;
  const step = kilo === "B" ? 1000 : 1024;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit] ?? ""}`;
}

function netTools(one: InterfaceInfo): string {
  const flags = one.loopback
    ? "flags=73<UP,LOOPBACK,RUNNING>"
    : one.up
      ? "flags=4163<UP,BROADCAST,RUNNING,MULTICAST>"
      : "flags=4099<UP,BROADCAST,MULTICAST>";
  const inet = one.addresses
    .map(
      ({ address, prefix, broadcast }) =>
        `        inet ${address}  netmask ${maskOf(prefix)}${broadcast === undefined ? "" : `  broadcast ${broadcast}`}\n`,
    )
    .join("");
  const link = one.loopback
    ? "        loop  txqueuelen 1000  (Local Loopback)\n"
    : `        ether ${one.mac}  txqueuelen ${one.peerIndex === undefined && one.name.startsWith("eth") ? 1000 : 0}  (Ethernet)\n`;
  return `${one.name}: ${flags}  mtu ${one.mtu}\n${inet}${link}        RX packets ${one.rxPackets}  bytes ${one.rxBytes} (${size(one.rxBytes, "iB")})\n        RX errors 0  dropped 0  overruns 0  frame 0\n        TX packets ${one.txPackets}  bytes ${one.txBytes} (${size(one.txBytes, "iB")})\n        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n\n`;
}

function busybox(one: InterfaceInfo): string {
  const head = one.loopback ? "Link encap:Local Loopback  " : `Link encap:Ethernet  HWaddr ${one.mac.toUpperCase()}  `;
  const lines = [
    ...one.addresses.map(
      ({ address, prefix, broadcast }) =>
        `inet addr:${address}  ${broadcast === undefined ? "" : `Bcast:${broadcast}  `}Mask:${maskOf(prefix)}`,
    ),
    `UP ${one.loopback ? "LOOPBACK" : "BROADCAST"} RUNNING${one.loopback ? "" : " MULTICAST"}  MTU:${one.mtu}  Metric:1`,
    `RX packets:${one.rxPackets} errors:0 dropped:0 overruns:0 frame:0`,
    `TX packets:${one.txPackets} errors:0 dropped:0 overruns:0 carrier:0`,
    `collisions:0 txqueuelen:${one.loopback ? 1000 : 0} `,
    `RX bytes:${one.rxBytes} (${size(one.rxBytes, "iB")})  TX bytes:${one.txBytes} (${size(one.txBytes, "iB")})`,
  ];
  return `${one.name.padEnd(10)}${head}\n${lines.map((line) => `          ${line}\n`).join("")}\n`;
}

export const route: Program = async (sys) => {
  const row = (cells: readonly string[], device: string) => {
    const [destination = "", gateway = "", mask = "", flags = ""] = cells;
    return `${destination.padEnd(15)} ${gateway.padEnd(15)} ${mask.padEnd(15)} ${flags.padEnd(5)} 0      0        0 ${device}\n`;
  };
  const numeric = sys.argv.some((word) => /^-\w*n/.test(word));
  const rows = sys.routes().map(({ destination, gateway, device }) => {
    const [network = "", prefix = "0"] = destination === "default" ? ["0.0.0.0", "0"] : destination.split("/");
    const shown = destination === "default" && !numeric ? "default" : network;
    return row(
      [
        shown,
        gateway ?? (numeric ? "0.0.0.0" : flavourOf(sys) === "gnu" ? "0.0.0.0" : "*"),
        maskOf(Number(prefix)),
        gateway === undefined ? "U" : "UG",
      ],
      device,
    );
  });
  await print(
    sys,
    `Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n${rows.join("")}`,
  );
  return 0;
};
