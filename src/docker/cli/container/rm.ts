import { StatusError } from "../command/errors.ts";
import { about, isNotFound, messageOf } from "../known.ts";
import type { Run } from "../run.ts";

/** `docker rm`: all at once, told in order. With --force later releases don't mind what is missing. */
export const run: Run = async ({ session, flags, args }) => {
  const { texts, behaviour } = session.release;
  const client = await session.client();
  const options = { force: flags.bool("force"), volumes: flags.bool("volumes"), link: flags.bool("link") };
  const running = args.map((name) => {
    const id = name.replace(/^\/+|\/+$/g, "");
    const removal =
      id === ""
        ? Promise.reject(new StatusError(texts.emptyName))
        : about(session, "container", id, () => client.container.remove(id, options));
    const done = removal.then(
      () => undefined,
      (error: unknown) => error,
    );
    return { name, done };
  });
  const errors: string[] = [];
  for (const { name, done } of running) {
    const error = await done;
    if (error === undefined) await session.out(`${name}\n`);
    else if (options.force && behaviour.forceIgnoresMissing && isNotFound(error)) await session.err(`${messageOf(error)}\n`);
    else errors.push(messageOf(error));
  }
  if (errors.length > 0) throw new StatusError(errors.join("\n"));
};
