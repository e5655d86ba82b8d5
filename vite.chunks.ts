/** Which modules travel together. */

interface Group {
  readonly name: string;
  readonly source: RegExp;
}

/**
 * Loaded when first needed, in few requests: what a person runs together comes together. Whatever else is lazy (a release's table
 * of flags, a server) is a request of its own.
 */
const LAZY: readonly Group[] = [
  { name: "http", source: /\/src\/http\// },
  { name: "hashes", source: /\/node_modules\/@noble\// },
  { name: "engine", source: /\/src\/docker\/(engine|images|registry|api)\/|\.engine\.ts$|\/node_modules\/(immer|hono|modern-tar)\// },
  { name: "docker", source: /\/src\/docker\/(cli|client)\/|\/releases\/[\d.]+\.cli\.ts$/ },
  { name: "shell", source: /\/src\/userland\/shell\// },
  {
    name: "files",
    source:
      /\/src\/userland\/bin\/(tool\/|(basename|cat|chmod|chown|cp|date|echo|grep|head|hostname|id|ln|ls|mkdir|mv|rm|stat|tail|tee|touch|wc)\b)/,
  },
  { name: "screens", source: /\/src\/userland\/bin\/(vi|pager)\// },
  { name: "tools", source: /\/src\/userland\/bin\// },
];

/** Rolldown's groups: everything that the entry imports statically is in one file. */
export const chunks = {
  groups: [
    { name: "first", tags: ["$initial" as const], priority: 100 },
    ...LAZY.map(({ name, source }, index) => ({ name, test: source, priority: 50 - index })),
  ],
};
