/** nslookup: query name servers. Models bind's and, as an applet, busybox', for addresses of names. */

import { decode, isErrno, type Program, print, STDERR, type Sys } from "#abi";
import { flavourOf } from "./tool/flavour.ts";

export const nslookup: Program = async (sys) => {
  const [name, given] = sys.argv.slice(1).filter((word) => !word.startsWith("-"));
  const gnu = flavourOf(sys) === "gnu";
  if (name === undefined) {
    await print(sys, "Usage: nslookup HOST [DNS_SERVER]\n", STDERR);
    return 1;
  }
  const server = given ?? nameServer(sys);
  const head = gnu ? `Server:\t\t${server}\nAddress:\t${server}#53\n\n` : `Server:\t\t${server}\nAddress:\t${server}:53\n\n`;
  const addresses = await sys.resolve(name);
  if (addresses.length === 0) {
    await print(
      sys,
      gnu
        ? `${head}** server can't find ${name}: NXDOMAIN\n\n`
        : `${head}** server can't find ${name}: NXDOMAIN\n\n** server can't find ${name}: NXDOMAIN\n\n`,
    );
    return 1;
  }
  const found = addresses.map((address) => `Name:\t${name}\nAddress: ${address}\n`).join("");
  // Busybox asks for IPv4 and IPv6 and tells of both answers.
  await print(
    sys,
    gnu ? `${head}Non-authoritative answer:\n${found}\n` : `${head}Non-authoritative answer:\n\nNon-authoritative answer:\n${found}\n`,
  );
  return 0;
};

function nameServer(sys: Sys): string {
  try {
    return /^\s*nameserver\s+(\S+)/m.exec(decode(sys.readFile("/etc/resolv.conf")))?.[1] ?? "127.0.0.1";
  } catch (error) {
    if (isErrno(error)) return "127.0.0.1";
    throw error;
  }
}
