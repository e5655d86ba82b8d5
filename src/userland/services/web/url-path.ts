/** The path that a request means, decoded and without dot segments; undefined for one that leaves the root or isn't UTF-8. */
export function requestPath(url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return undefined;
  }
  if (path.includes("\0")) return undefined;
  const parts: string[] = [];
  for (const part of path.split("/").slice(1)) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  const slash = /\/(\.?\.?)?$/.test(path) ? "/" : "";
  return parts.length === 0 ? "/" : `/${parts.join("/")}${slash}`;
}

/** `&lt;` for `<` and so on. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
