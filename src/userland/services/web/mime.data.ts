/** Types by file name extension: what both servers' mime.types have in common. */
export const MIME_TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  htm: "text/html",
  css: "text/css",
  xml: "text/xml",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "application/javascript",
  txt: "text/plain",
  png: "image/png",
  svg: "image/svg+xml",
  webp: "image/webp",
  ico: "image/x-icon",
  bmp: "image/bmp",
  woff: "font/woff",
  woff2: "font/woff2",
  json: "application/json",
  pdf: "application/pdf",
  zip: "application/zip",
  gz: "application/x-gzip",
  tgz: "application/x-gzip",
  tar: "application/x-tar",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  webm: "video/webm",
};

/** The type of a file by its name. */
export function mimeType(path: string, otherwise: string | undefined): string | undefined {
  const dot = path.lastIndexOf(".");
  return dot > path.lastIndexOf("/") ? (MIME_TYPES[path.slice(dot + 1).toLowerCase()] ?? otherwise) : otherwise;
}
