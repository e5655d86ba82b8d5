import { decode, type Program, print, STDERR, STDIN } from "#abi";
import { chunks } from "./tool/files.ts";

/** envsubst: put the environment's values in place of $NAME and ${NAME}. Models GNU gettext's: with an argument, only the names in it. */
export const envsubst: Program = async (sys) => {
  const args = sys.argv.slice(1);
  const [format] = args.filter((word) => !word.startsWith("-"));
  const names = (text: string) =>
    [...text.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].map(([, braced, bare]) => braced ?? bare ?? "");
  if (args.some((word) => word === "-v" || word === "--variables")) {
    if (format === undefined) {
      await print(sys, "envsubst: missing arguments\n", STDERR);
      return 1;
    }
    await print(
      sys,
      names(format)
        .map((name) => `${name}\n`)
        .join(""),
    );
    return 0;
  }
  const only = format === undefined ? undefined : new Set(names(format));
  let text = "";
  for await (const chunk of chunks(sys, STDIN)) text += decode(chunk);
  await print(
    sys,
    text.replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (whole, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare ?? "";
      return only === undefined || only.has(name) ? (sys.env.get(name) ?? "") : whole;
    }),
  );
  return 0;
};
