import type { ContainerRecord } from "../store/state.ts";

const PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The variables of a container's processes in the daemon's order; `more` are exec's. HOME comes last, as runc adds it. */
export function environment(
  { config }: ContainerRecord,
  options: { readonly tty: boolean; readonly home: string; readonly more?: readonly string[] },
): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const set = (text: string): void => {
    const at = text.indexOf("=");
    if (at < 0) variables.delete(text);
    else variables.set(text.slice(0, at), text.slice(at + 1));
  };
  set(PATH);
  set(`HOSTNAME=${config.Domainname === "" ? config.Hostname : `${config.Hostname}.${config.Domainname}`}`);
  if (options.tty) set("TERM=xterm");
  for (const text of [...(config.Env ?? []), ...(options.more ?? [])]) set(text);
  if (!variables.has("HOME")) variables.set("HOME", options.home);
  return variables;
}
