/** Docker Hub as far as a pull sees it: names, tags, layers downloaded over a line of some speed, search. */

import { decodeJson, digestOfBytes, isDigest, type LayerDescriptor, type Registry, type RegistryFailure, type RemoteImage } from "#images";
import { blobPath, CATALOG_PATH, type Catalog } from "./catalog.ts";
import { type Clock, Line } from "./line.ts";

export interface RegistryOptions {
  /** Reads a static file by its path below the site's root. */
  readonly fetch: (path: string) => Promise<Uint8Array>;
  readonly clock: Clock;
  /** Bytes a second of the line to the registry, shared by what is downloaded at once. Without it nothing waits. */
  readonly lineSpeed?: number;
  /** Who answers for host names: messages name it. */
  readonly nameserver?: string;
}

const HUB = "docker.io";

/** Thrown when a blob does not have the digest that it was asked for by. */
export class DigestMismatch extends Error {
  constructor(digest: string) {
    super(`filesystem layer verification failed for digest ${digest}`);
    this.name = "DigestMismatch";
  }
}

export function createRegistry(options: RegistryOptions): Registry {
  const { fetch, clock, lineSpeed, nameserver = "10.0.2.15:53" } = options;
  const line = new Line(clock, lineSpeed);
  let catalog: Promise<Catalog> | undefined;
  const load = (): Promise<Catalog> => {
    catalog ??= fetch(CATALOG_PATH).then(parseCatalog);
    catalog.catch(() => {
      catalog = undefined;
    });
    return catalog;
  };

  return {
    async resolve({ domain, path, tag, digest }): Promise<RemoteImage | RegistryFailure> {
      if (domain !== HUB) return unreachable(domain, nameserver);
      const { repositories, images } = await load();
      const tags = repositories[path];
      if (!tags) return { kind: "denied" };
      const found = digest ?? tags[tag ?? "latest"];
      const image = found !== undefined && Object.values(tags).some((one) => one === found) ? images[found] : undefined;
      if (!image || found === undefined || !isDigest(found)) return { kind: "manifest-unknown" };
      return { digest: found, config: await fetch(blobPath(image.config)), layers: image.layers };
    },

    async tags({ domain, path }) {
      if (domain !== HUB) return unreachable(domain, nameserver);
      const tags = (await load()).repositories[path];
      return tags ? Object.keys(tags).sort() : { kind: "denied" };
    },

    async download(layer: LayerDescriptor, progress, signal) {
      const blob = await fetch(blobPath(layer.digest));
      await line.transfer(layer.size, progress, signal);
      if ((await digestOfBytes(blob)) !== layer.digest) throw new DigestMismatch(layer.digest);
      return blob;
    },

    async search(term, limit) {
      const { search } = await import("./search.ts");
      return search(term, limit);
    },
  };
}

/** Our own build wrote it. */
function parseCatalog(bytes: Uint8Array): Catalog {
  return decodeJson(bytes) as Catalog;
}

/** What Go's dialer says of a registry that is not there. `localhost` and its ports refuse; every other name is unknown. */
function unreachable(domain: string, nameserver: string): RegistryFailure {
  const [host = "", port] = domain.split(":");
  const isLocal = host === "localhost" || host.startsWith("127.");
  const address = `${isLocal ? "127.0.0.1" : host}:${port ?? (isLocal ? "80" : "443")}`;
  const isAddress = /^[0-9.]+$/.test(host);
  const why = isLocal
    ? `dial tcp ${address}: connect: connection refused`
    : isAddress
      ? `dial tcp ${address}: connect: no route to host`
      : `dial tcp: lookup ${host} on ${nameserver}: no such host`;
  return { kind: "unreachable", message: `Get "${isLocal ? "http" : "https"}://${domain}/v2/": ${why}` };
}
