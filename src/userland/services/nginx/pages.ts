/** The bodies that nginx writes itself. */

import { escapeHtml } from "../web/url-path.ts";

const TITLE: Readonly<Record<number, string>> = {
  301: "301 Moved Permanently",
  302: "302 Found",
  303: "303 See Other",
  307: "307 Temporary Redirect",
  308: "308 Permanent Redirect",
  400: "400 Bad Request",
  401: "401 Authorization Required",
  403: "403 Forbidden",
  404: "404 Not Found",
  405: "405 Not Allowed",
  413: "413 Request Entity Too Large",
  416: "416 Requested Range Not Satisfiable",
  429: "429 Too Many Requests",
  500: "500 Internal Server Error",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
  504: "504 Gateway Time-out",
};

/** The page of a status; undefined when it has none. */
export function statusPage(status: number, server: string): string | undefined {
  const title = TITLE[status];
  if (title === undefined) return undefined;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The list of a directory where autoindex is on: names of at most 50 characters, time, size. */
export function indexPage(
  path: string,
  entries: readonly { readonly name: string; readonly directory: boolean; readonly size: number; readonly mtime: number }[],
): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const row = ({ name, directory, size, mtime }: (typeof entries)[number]) => {
    const shown = directory ? `${name}/` : name;
    const short = shown.length > 50 ? `${shown.slice(0, 47)}..&gt;` : escapeHtml(shown);
    const at = new Date(mtime);
    const time = `${two(at.getUTCDate())}-${MONTHS[at.getUTCMonth()] ?? ""}-${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
    return `<a href="${encodeURI(shown)}">${short}</a>${" ".repeat(Math.max(0, 50 - shown.length))} ${time} ${(directory ? "-" : String(size)).padStart(19)}\r\n`;
  };
  const title = `Index of ${escapeHtml(path)}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1><hr><pre><a href="../">../</a>\r\n${entries.map(row).join("")}</pre><hr></body>\r\n</html>\r\n`;
}
