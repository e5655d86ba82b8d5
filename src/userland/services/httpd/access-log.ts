import type { Client } from "../web/connections.ts";
import { commonLogTime } from "../web/time.ts";

export interface Access {
  readonly client: Client;
  readonly request: Request;
  readonly status: number;
  /** Of the body; undefined for none. */
  readonly bytes: number | undefined;
  readonly now: number;
}

/** A line of mod_log_config's format. What is not known here is `-`. */
export function accessLine(format: string, { client, request, status, bytes, now }: Access): string {
  const { pathname, search } = new URL(request.url);
  return format.replace(/%[<>]?(?:\{([^}]*)\})?([a-zA-Z%])/g, (_, name: string | undefined, letter: string) => {
    switch (letter) {
      case "h":
      case "a":
        return client.host;
      case "t":
        return `[${commonLogTime(now)}]`;
      case "r":
        return `${request.method} ${pathname}${search} HTTP/1.1`;
      case "m":
        return request.method;
      case "U":
        return pathname;
      case "q":
        return search;
      case "s":
        return String(status);
      case "b":
        return bytes === undefined ? "-" : String(bytes);
      case "B":
        return String(bytes ?? 0);
      case "i":
        return request.headers.get(name ?? "") ?? "-";
      case "v":
      case "V":
        return request.headers.get("host") ?? "-";
      case "%":
        return "%";
      default:
        return "-";
    }
  });
}
