/** The bodies that httpd writes itself. */

import { escapeHtml } from "../web/url-path.ts";

const TEXT: Readonly<Record<number, (context: PageContext) => string>> = {
  301: ({ location }) => `<p>The document has moved <a href="${escapeHtml(location)}">here</a>.</p>`,
  302: ({ location }) => `<p>The document has moved <a href="${escapeHtml(location)}">here</a>.</p>`,
  303: ({ location }) => `<p>The answer to your request is located <a href="${escapeHtml(location)}">here</a>.</p>`,
  400: () => "<p>Your browser sent a request that this server could not understand.<br />\n</p>",
  403: () => "<p>You don't have permission to access this resource.</p>",
  404: () => "<p>The requested URL was not found on this server.</p>",
  405: ({ method }) => `<p>The requested method ${escapeHtml(method)} is not allowed for this URL.</p>`,
  414: () => "<p>The requested URL's length exceeds the capacity\nlimit for this server.<br />\n</p>",
  416: () =>
    "<p>None of the range-specifier values in the Range\nrequest-header field overlap the current extent\nof the selected resource.</p>",
  501: ({ method }) => `<p>${escapeHtml(method)} not supported for current URL.<br />\n</p>`,
};
const TITLE: Readonly<Record<number, string>> = {
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  414: "Request-URI Too Long",
  416: "Requested Range Not Satisfiable",
  501: "Not Implemented",
};

export interface PageContext {
  readonly method: string;
  /** Of a redirection. */
  readonly location: string;
  /** `Apache/2.4.46 (Unix) Server at web Port 80`, or empty. */
  readonly signature: string;
}

/** The page of an error or a redirection. */
export function statusPage(status: number, context: PageContext): string {
  const title = TITLE[status] ?? "Internal Server Error";
  const text =
    TEXT[status]?.(context) ??
    "<p>The server encountered an internal error or\nmisconfiguration and was unable to complete\nyour request.</p>\n<p>More information about this error may be available\nin the server error log.</p>";
  const signature = context.signature === "" ? "" : `<hr>\n<address>${escapeHtml(context.signature)}</address>\n`;
  return `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n${text}\n${signature}</body></html>\n`;
}

/** The list of a directory without an index, as mod_autoindex makes it without FancyIndexing. */
export function indexPage(path: string, names: readonly string[], signature: string): string {
  const title = `Index of ${escapeHtml(path === "/" ? path : path.replace(/\/$/, ""))}`;
  const parent = path === "/" ? "" : `<li><a href="${escapeHtml(path.replace(/[^/]*\/$/, ""))}"> Parent Directory</a></li>\n`;
  const rows = names.map((name) => `<li><a href="${encodeURI(name)}"> ${escapeHtml(name)}</a></li>\n`).join("");
  const end = signature === "" ? "" : `<address>${escapeHtml(signature)}</address>\n`;
  return `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html>\n <head>\n  <title>${title}</title>\n </head>\n <body>\n<h1>${title}</h1>\n<ul>${parent}${rows}</ul>\n${end}</body></html>\n`;
}
