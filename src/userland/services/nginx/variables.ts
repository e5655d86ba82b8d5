import type { Client } from "../web/connections.ts";

/** `$name` variables of a request. */
export type Variables = Record<string, string>;

export function variablesOf(request: Request, client: Client, serverName: string, port: number): Variables {
  const { pathname, search } = new URL(request.url);
  const host = request.headers.get("host") ?? "";
  const variables: Variables = {
    remote_addr: client.host,
    remote_port: String(client.port),
    request: `${request.method} ${pathname}${search} HTTP/1.1`,
    request_method: request.method,
    request_uri: pathname + search,
    uri: pathname,
    args: search.slice(1),
    is_args: search === "" ? "" : "?",
    query_string: search.slice(1),
    host: host.replace(/:\d+$/, "") || serverName,
    server_name: serverName,
    server_port: String(port),
    server_protocol: "HTTP/1.1",
    scheme: "http",
    request_time: "0.000",
    proxy_add_x_forwarded_for: [request.headers.get("x-forwarded-for"), client.host].filter((one) => one !== null).join(", "),
    proxy_host: "",
  };
  for (const [name, value] of request.headers) variables[`http_${name.replaceAll("-", "_")}`] = value;
  return variables;
}

/** Puts values in; what has none is empty. */
export function substitute(text: string, variables: Variables, empty = ""): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, braced: string | undefined, bare: string | undefined) => variables[braced ?? bare ?? ""] ?? empty,
  );
}
