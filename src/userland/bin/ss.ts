/** ss and netstat: show TCP sockets, from /proc/net/tcp. Model iproute2's ss and net-tools' netstat (busybox' for the applet). */

import { decode, isErrno, type Program, print, type Sys } from "#abi";
import { flavourOf } from "./tool/flavour.ts";

interface Row {
  readonly local: string;
  readonly remote: string;
  readonly state: string;
}

const STATES: Readonly<Record<string, string>> = { "01": "ESTABLISHED", "02": "SYN_SENT", "06": "TIME_WAIT", "0A": "LISTEN" };

function tcpSockets(sys: Sys): Row[] {
  let text: string;
  try {
    text = decode(sys.readFile("/proc/net/tcp"));
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
  return text
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [, local, remote, state] = line.trim().split(/\s+/);
      return local === undefined || remote === undefined || state === undefined
        ? []
        : [{ local: endpoint(local), remote: endpoint(remote), state: STATES[state] ?? "UNKNOWN" }];
    });
}

/** `0100007F:0050` is 127.0.0.1:80. */
function endpoint(hex: string): string {
  const [address = "", port = "0"] = hex.split(":");
  const bytes = address.match(/../g) ?? [];
  return `${[...bytes]
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join(".")}:${Number.parseInt(port, 16)}`;
}

function choose(rows: readonly Row[], words: readonly string[]): Row[] {
  const flags = words.filter((word) => /^-\w/.test(word)).join("");
  if (flags.includes("l") || words.includes("--listening")) return rows.filter(({ state }) => state === "LISTEN");
  return flags.includes("a") || words.includes("--all") ? [...rows] : rows.filter(({ state }) => state !== "LISTEN");
}

const star = (endpointText: string) => endpointText.replace(/:0$/, ":*");

export const netstat: Program = async (sys) => {
  const words = sys.argv.slice(1);
  if (words.some((word) => /^-\w*r/.test(word))) return (await import("./ifconfig.ts")).route(sys);
  const rows = choose(tcpSockets(sys), words);
  const title = words.some((word) => /^-\w*l/.test(word))
    ? "only servers"
    : words.some((word) => /^-\w*a/.test(word))
      ? "servers and established"
      : "w/o servers";
  const line = ({ local, remote, state }: Row) =>
    `tcp        0      0 ${local.padEnd(23)} ${star(remote).padEnd(23)} ${state.padEnd(11)} \n`;
  const gnu = flavourOf(sys) === "gnu";
  await print(
    sys,
    `Active Internet connections (${title})\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ${gnu ? " " : " "}\n${rows.map(line).join("")}`,
  );
  return 0;
};

export const ss: Program = async (sys) => {
  const words = sys.argv.slice(1);
  const rows = choose(tcpSockets(sys), words);
  const short = (state: string) => ({ LISTEN: "LISTEN", ESTABLISHED: "ESTAB", TIME_WAIT: "TIME-WAIT" })[state] ?? state;
  const cells = (text: string) => {
    const at = text.lastIndexOf(":");
    return `${text
      .slice(0, at)
      .replace(/^0\.0\.0\.0$/, "*")
      .padStart(20)}:${text
      .slice(at + 1)
      .replace(/^0$/, "*")
      .padEnd(19)}`;
  };
  const line = ({ local, remote, state }: Row) =>
    `${short(state).padEnd(10)} 0      ${(state === "LISTEN" ? "128" : "0").padEnd(6)} ${cells(local)} ${cells(remote)}\n`;
  const head = words.includes("-H")
    ? ""
    : `State      Recv-Q Send-Q ${"Local Address".padStart(20)}:${"Port".padEnd(19)} ${"Peer Address".padStart(20)}:${"Port".padEnd(19)}\n`;
  await print(sys, head + rows.map(line).join(""));
  return 0;
};
