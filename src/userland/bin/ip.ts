/** ip: show network devices, addresses and routes. Models iproute2's display and, as an applet, busybox'; nothing can be changed. */

import { type InterfaceInfo, type Program, print, type RouteInfo, STDERR, type Sys } from "#abi";
import { type Flavour, flavourOf } from "./tool/flavour.ts";

const OBJECTS: Readonly<Record<string, string>> = {
  a: "address",
  addr: "address",
  address: "address",
  l: "link",
  link: "link",
  r: "route",
  ro: "route",
  route: "route",
  n: "neighbour",
  neigh: "neighbour",
  neighbour: "neighbour",
};
const CHANGES = /^(add|del|delete|change|replace|set|flush|append)$/;

export const ip: Program = async (sys) => {
  const flavour = flavourOf(sys);
  const words = sys.argv.slice(1);
  let brief = false;
  while (words[0]?.startsWith("-")) {
    const flag = words.shift() ?? "";
    if (flag.startsWith("-br")) brief = true;
    else if (flag === "-V") return print(sys, "ip utility, iproute2-ss170501\n").then(() => 0);
    else if (!/^-(4|o|d|s|c|f|family|color|details|statistics|oneline|6)/.test(flag)) {
      await print(sys, `Option "${flag}" is unknown, try "ip -help".\n`, STDERR);
      return 255;
    }
  }
  const [word, ...rest] = words;
  if (word === undefined || word === "help") {
    await print(
      sys,
      "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\nwhere  OBJECT := { link | address | route | neigh }\n       OPTIONS := { -V[ersion] | -s[tatistics] | -br[ief] | -4 | -6 | -o[neline] }\n",
      STDERR,
    );
    return 255;
  }
  const object = OBJECTS[word];
  if (object === undefined) {
    await print(sys, `Object "${word}" is unknown, try "ip help".\n`, STDERR);
    return 1;
  }
  if (CHANGES.test(rest[0] ?? "")) {
    await print(sys, `RTNETLINK answers: Operation not permitted\n`, STDERR);
    return 2;
  }
  if (object === "neighbour") return 0;
  if (object === "route") {
    await print(
      sys,
      sys
        .routes()
        .map((route) => routeLine(route, flavour))
        .join(""),
    );
    return 0;
  }
  const device = rest.filter((one) => !/^(show|list|ls|s|sh|dev|up|scope|global)$/.test(one))[0];
  const all = sys.interfaces();
  const chosen = device === undefined ? all : all.filter(({ name }) => name === device);
  if (chosen.length === 0) {
    await print(sys, flavour === "gnu" ? `Device "${device}" does not exist.\n` : `ip: can't find device '${device}'\n`, STDERR);
    return 1;
  }
  await print(
    sys,
    chosen.map((one) => (brief ? briefLine(one, object) : flavour === "gnu" ? iproute(sys, one, object) : busybox(one, object))).join(""),
  );
  return 0;
};

function shownName({ name, peerIndex }: InterfaceInfo): string {
  return peerIndex === undefined ? name : `${name}@if${peerIndex}`;
}

function flagsOf(one: InterfaceInfo): string {
  if (one.loopback) return "LOOPBACK,UP,LOWER_UP";
  return one.up ? "BROADCAST,MULTICAST,UP,LOWER_UP" : "NO-CARRIER,BROADCAST,MULTICAST,UP";
}

function isVirtual(one: InterfaceInfo): boolean {
  return one.peerIndex !== undefined || /^(docker|br-|veth)/.test(one.name);
}

function iproute(sys: Sys, one: InterfaceInfo, object: string): string {
  const state = one.loopback ? "UNKNOWN" : one.up ? "UP" : "DOWN";
  const queue = one.loopback || isVirtual(one) ? "noqueue" : "pfifo_fast";
  const master = one.name.startsWith("veth") ? bridgeOf(sys) : "";
  const length = isVirtual(one) ? "" : " qlen 1000";
  const mode = object === "link" ? " mode DEFAULT" : "";
  const net = one.peerIndex === undefined ? "" : " link-netnsid 0";
  const head = `${one.index}: ${shownName(one)}: <${flagsOf(one)}> mtu ${one.mtu} qdisc ${queue} ${master}state ${state}${mode} group default${length === "" ? " " : length}\n`;
  const link = `    link/${one.loopback ? "loopback" : "ether"} ${one.mac} brd ${one.loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff"}${net}\n`;
  return head + link + (object === "link" ? "" : addressLines(one));
}

/** The bridge that veth devices belong to, when there is one only. */
function bridgeOf(sys: Sys): string {
  const bridges = sys.interfaces().filter(({ name, up }) => up && /^(docker0|br-)/.test(name));
  return bridges.length === 1 && bridges[0] !== undefined ? `master ${bridges[0].name} ` : "";
}

function busybox(one: InterfaceInfo, object: string): string {
  const flags = one.peerIndex === undefined ? flagsOf(one) : `${flagsOf(one)},M-DOWN`;
  const head = `${one.index}: ${shownName(one)}: <${flags}> mtu ${one.mtu} qdisc noqueue ${isVirtual(one) ? "" : "qlen 1000"}\n`;
  const link = `    link/${one.loopback ? "loopback" : "ether"} ${one.mac} brd ${one.loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff"}\n`;
  return head + link + (object === "link" ? "" : addressLines(one));
}

function addressLines(one: InterfaceInfo): string {
  return one.addresses
    .map(({ address, prefix, broadcast }) => {
      if (address.includes(":"))
        return `    inet6 ${address}/${prefix} scope ${one.loopback ? "host" : "global"} \n       valid_lft forever preferred_lft forever\n`;
      const brd = broadcast === undefined ? "" : ` brd ${broadcast}`;
      return `    inet ${address}/${prefix}${brd} scope ${one.loopback ? "host" : "global"} ${one.name}\n       valid_lft forever preferred_lft forever\n`;
    })
    .join("");
}

function briefLine(one: InterfaceInfo, object: string): string {
  const state = one.loopback ? "UNKNOWN" : one.up ? "UP" : "DOWN";
  const last =
    object === "link" ? `${one.mac} <${flagsOf(one)}>` : one.addresses.map(({ address, prefix }) => `${address}/${prefix}`).join(" ");
  return `${shownName(one).padEnd(16)} ${state.padEnd(14)} ${last} \n`;
}

function routeLine({ destination, gateway, device, source }: RouteInfo, flavour: Flavour): string {
  if (gateway !== undefined) return `${destination} via ${gateway} dev ${device} \n`;
  return flavour === "gnu"
    ? `${destination} dev ${device} proto kernel scope link src ${source ?? ""} \n`
    : `${destination} dev ${device} scope link  src ${source ?? ""} \n`;
}
