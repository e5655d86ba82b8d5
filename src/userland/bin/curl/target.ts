/** Where a URL leads: its parts, addresses, and the connection. */

import { type Duplex, isErrno, type Sys, streamOf, strerror } from "#abi";
import { CurlFailure } from "./failure.ts";
import type { CurlOptions } from "./options.ts";

export interface Target {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** As the Host header has it. */
  readonly authority: string;
  readonly path: string;
  /** `user:password` in the URL. */
  readonly user: string | undefined;
}

/** Takes a URL apart; without a scheme it is http. Code 1 for other protocols, 3 for what is no URL. */
export function parseTarget(text: string): Target {
  const [, scheme = "http", rest = ""] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(.*)$/s.exec(text) ?? [];
  const protocol = scheme.toLowerCase();
  if (protocol !== "http" && protocol !== "https") throw new CurlFailure(1, `Protocol ${scheme} not supported or disabled in libcurl`);
  const [, authority = "", path = ""] = /^([^/?#]*)([^#]*)/s.exec(rest) ?? [];
  const at = authority.lastIndexOf("@");
  const place = authority.slice(at + 1);
  const [, host = "", port] = /^([^:]*)(?::(\d*))?$/.exec(place) ?? [];
  if (host === "" || /\s/.test(text)) throw new CurlFailure(3, "<url> malformed");
  const usual = protocol === "https" ? 443 : 80;
  const number = port === undefined || port === "" ? usual : Number(port);
  if (number > 65_535) throw new CurlFailure(3, `Port number too large: ${port}`);
  return {
    url: `${protocol}://${place}${path.startsWith("/") ? path : `/${path}`}`,
    host,
    port: number,
    authority: number === usual ? host : `${host}:${number}`,
    path: path.startsWith("/") ? path : `/${path}`,
    user: at < 0 ? undefined : decodeURIComponent(authority.slice(0, at)),
  };
}

export interface Connected {
  readonly stream: Duplex;
  readonly address: string;
}

/** Opens the connection; `note` gets what -v tells. Codes 6 and 7. */
export async function openConnection(
  sys: Sys,
  target: Target,
  options: CurlOptions,
  note: (text: string) => Promise<void>,
): Promise<Connected> {
  const socket = options.unixSocket;
  if (socket !== undefined) {
    await note(`  Trying ${socket}...`);
    try {
      const fd = await sys.connect({ family: "unix", path: socket });
      await note(`Connected to ${target.host} (${socket}) port ${target.port} (#0)`);
      return { stream: streamOf(sys, fd), address: socket };
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new CurlFailure(7, "Couldn't connect to server");
    }
  }
  await note(`About to connect() to ${target.host} port ${target.port} (#0)`);
  const given = options.resolve.find((entry) => entry.startsWith(`${target.host}:${target.port}:`))?.split(":")[2];
  const addresses = given === undefined ? await sys.resolve(target.host) : given.split(",");
  if (addresses.length === 0) throw new CurlFailure(6, `Could not resolve host: ${target.host}; Unknown error`);
  let last = "";
  for (const address of addresses) {
    await note(`  Trying ${address}...`);
    try {
      const fd = await sys.connect({ family: "inet", host: address, port: target.port });
      await note(`Connected to ${target.host} (${address}) port ${target.port} (#0)`);
      return { stream: streamOf(sys, fd), address };
    } catch (error) {
      if (!isErrno(error)) throw error;
      last = strerror(error.code);
      await note(last);
    }
  }
  throw new CurlFailure(7, `Failed connect to ${target.host}:${target.port}; ${last}`);
}
