import { canonicalIp } from "../go/ip.ts";
import { parseUnsigned } from "../go/numbers.ts";
import { quote } from "../go/quote.ts";
import { ramInBytes } from "../go/units.ts";
import { parseReference } from "../reference.ts";
import type { ValueContext } from "./values.ts";

type Check = (text: string, context: ValueContext) => string;

/** What list flags accept, by the flag's name: the same in every command that has it. */
const CHECKS: Readonly<Record<string, Check>> = {
  attach: checkAttach,
  "add-host": checkAddHost,
  "blkio-weight-device": checkWeight,
  "device-cgroup-rule": (text) => {
    if (/^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/.test(text)) return text;
    throw new Error(`invalid device cgroup format '${text}'`);
  },
  "device-read-bps": checkRate,
  "device-write-bps": checkRate,
  "device-read-iops": checkIops,
  "device-write-iops": checkIops,
  dns: (text, { texts }) => {
    const address = canonicalIp(text.trim());
    if (address === undefined) throw new Error(texts.notAnIp.replace("{}", text));
    return address;
  },
  "dns-search": checkDomain,
  tag: (text, { texts }) => {
    parseReference(text, texts.upperCase);
    return text;
  },
  env: checkEnv,
  "build-arg": checkEnv,
  label: checkLabel,
  link: (text) => {
    if (text === "") throw new Error("empty string specified for links");
    if (text.split(":").length > 2) throw new Error(`bad format for links: ${text}`);
    return text;
  },
};

/** Checks an item of a list flag and gives the text to keep. Throws an Error with docker's text. */
export function checkListItem(name: string, text: string, context: ValueContext): string {
  return CHECKS[name]?.(text, context) ?? text;
}

const SYSCTLS = [
  "kernel.msgmax",
  "kernel.msgmnb",
  "kernel.msgmni",
  "kernel.sem",
  "kernel.shmall",
  "kernel.shmmax",
  "kernel.shmmni",
  "kernel.shm_rmid_forced",
];

/** `--sysctl`: only what a namespace has of its own. */
export function checkSysctl(text: string, context: ValueContext): string {
  const [key = "", value] = text.split("=");
  if (value !== undefined && key !== "" && (SYSCTLS.includes(key) || key.startsWith("net.") || key.startsWith("fs.mqueue."))) return text;
  throw new Error(context.texts.sysctlRefused.replace("{}", text));
}

function checkAttach(text: string): string {
  const stream = text.toLowerCase();
  if (["stdin", "stdout", "stderr"].includes(stream)) return stream;
  throw new Error("valid streams are STDIN, STDOUT and STDERR");
}

function checkAddHost(text: string, { texts }: ValueContext): string {
  const equals = texts.addHostEquals !== "" ? text.indexOf("=") : -1;
  const at = equals >= 0 ? equals : text.indexOf(":");
  const name = text.slice(0, at);
  if (at < 1 || name.includes(":")) throw new Error(`bad format for add-host: ${quote(text)}`);
  const raw = text.slice(at + 1);
  const address = texts.addHostEquals !== "" && /^\[.+\]$/.test(raw) ? raw.slice(1, -1) : raw;
  if (address !== "host-gateway" && canonicalIp(address.trim()) === undefined)
    throw new Error(`invalid IP address in add-host: ${quote(address)}`);
  return `${name}:${address}`;
}

function checkDomain(text: string): string {
  const name = text.replace(/^ +| +$/g, "");
  if (name === ".") return name;
  const label = "[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?";
  const match = new RegExp(`^(${label}(\\.${label})*)\\.?\\s*$`).exec(name);
  if (/[a-zA-Z]/.test(name) && match?.[1] !== undefined && match[1].length < 255) return match[1];
  throw new Error(`${name} is not a valid domain`);
}

function checkEnv(text: string, { env }: ValueContext): string {
  const at = text.indexOf("=");
  if (at === 0 || text === "") throw new Error(`invalid environment variable: ${text}`);
  if (at > 0) return text;
  const value = env.get(text);
  return value === undefined ? text : `${text}=${value}`;
}

function checkLabel(text: string): string {
  const key = (text.split("=")[0] ?? "").replace(/^[ \t]+/, "");
  if (key === "") throw new Error(`invalid label '${text}': empty name`);
  if (/[ \t]/.test(key)) throw new Error(`label '${key}' contains whitespaces`);
  return text;
}

function devicePath(text: string): readonly [string, string] {
  const at = text.indexOf(":");
  if (at < 1) throw new Error(`bad format: ${text}`);
  if (!text.startsWith("/dev/")) throw new Error(`bad format for device path: ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function checkWeight(text: string): string {
  const [, value] = devicePath(text);
  const weight = /^\d+$/.test(value) ? Number(value) : -1;
  if (weight !== 0 && (weight < 10 || weight > 1000)) throw new Error(`invalid weight for device: ${text}`);
  return text;
}

function checkRate(text: string, { strictSizes }: ValueContext): string {
  const [, value] = devicePath(text);
  try {
    ramInBytes(value, strictSizes);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(
      `invalid rate for device: ${text}. The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb`,
    );
  }
  return text;
}

function checkIops(text: string): string {
  const [, value] = devicePath(text);
  try {
    parseUnsigned(value, 64);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(`invalid rate for device: ${text}. The correct format is <device-path>:<number>. Number must be a positive integer`);
  }
  return text;
}
