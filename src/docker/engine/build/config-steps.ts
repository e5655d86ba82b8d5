/** Instructions that only change the config, and what the history says of them. */

import type { ContainerConfig } from "#api";
import type { EngineTexts } from "#releases";
import { cleanPath } from "../container/mount-spec.ts";
import { applyChanges } from "../image/changes.ts";
import { expand, type Instruction, namesAndValues, splitWords } from "./dockerfile.ts";

type Config = Partial<ContainerConfig>;

export interface ConfigStep {
  readonly config: Config;
  /** Behind `#(nop) `. */
  readonly comment: string;
}

/** Go's %q of a list. */
const quoted = (list: readonly string[]): string => `[${list.map((one) => JSON.stringify(one)).join(" ")}]`;

/** undefined for instructions that do more: FROM, RUN, COPY, ADD, ARG. */
export function configStep(
  config: Config,
  step: Instruction,
  variables: ReadonlyMap<string, string>,
  texts: EngineTexts,
): ConfigStep | undefined {
  const shell = config.Shell?.length ? config.Shell : ["/bin/sh", "-c"];
  const rest = ["RUN", "CMD", "ENTRYPOINT", "ONBUILD", "HEALTHCHECK", "SHELL", "MAINTAINER"].includes(step.name)
    ? step.rest
    : expand(step.rest, variables);
  const changed = (comment: string, line: string): ConfigStep => ({ config: applyChanges(config, [line], texts), comment });
  switch (step.name) {
    case "CMD":
    case "ENTRYPOINT": {
      const list = step.list ?? (rest === "" ? [] : [...shell, rest]);
      const next: Config =
        step.name === "CMD" ? { ...config, Cmd: list } : { ...config, Entrypoint: list.length > 0 ? list : null, Cmd: null };
      return { config: next, comment: `${step.name} ${quoted(list)}` };
    }
    case "ENV":
    case "LABEL": {
      const pairs = namesAndValues(rest, step.name, step.line);
      const next = pairs.reduce<Config>(
        (now, [name, value]) =>
          step.name === "ENV" ? withVariable(now, name, value) : { ...now, Labels: { ...now.Labels, [name]: value } },
        config,
      );
      return { config: next, comment: `${step.name} ${pairs.map(([name, value]) => `${name}=${value}`).join(" ")}` };
    }
    case "EXPOSE": {
      const ports = rest.split(/\s+/).filter((port) => port !== "");
      return changed(`EXPOSE ${[...ports].sort().join(" ")}`, `EXPOSE ${ports.join(" ")}`);
    }
    case "VOLUME": {
      const paths = step.list ?? splitWords(rest);
      return {
        config: { ...config, Volumes: { ...config.Volumes, ...Object.fromEntries(paths.map((path) => [path, {}])) } },
        comment: `VOLUME [${paths.join(" ")}]`,
      };
    }
    case "USER":
      return { config: { ...config, User: rest }, comment: `USER ${rest}` };
    case "WORKDIR": {
      const path = cleanPath(rest.startsWith("/") ? rest : `${config.WorkingDir || "/"}/${rest}`);
      return { config: { ...config, WorkingDir: path }, comment: `WORKDIR ${path}` };
    }
    case "STOPSIGNAL":
      return changed(`STOPSIGNAL ${rest}`, `STOPSIGNAL ${rest}`);
    case "SHELL":
      return { config: { ...config, Shell: step.list ?? [] }, comment: `SHELL [${(step.list ?? []).join(" ")}]` };
    case "ONBUILD":
      return { config: { ...config, OnBuild: [...(config.OnBuild ?? []), rest] }, comment: `ONBUILD ${rest}` };
    case "MAINTAINER":
      return { config, comment: `MAINTAINER ${rest}` };
    case "HEALTHCHECK": {
      const flags = [...step.flags].map(([name, value]) => `--${name}=${value} `).join("");
      const next = applyChanges(config, [`HEALTHCHECK ${flags}${rest}`], texts);
      const health = next.Healthcheck;
      const seconds = (nanos: number | undefined): string => `"${(nanos ?? 0) / 1e9}s"`;
      const retries = `'\\x${(health?.Retries ?? 0).toString(16).padStart(2, "0")}'`;
      return {
        config: next,
        comment: `HEALTHCHECK &{${quoted(health?.Test ?? [])} ${seconds(health?.Interval)} ${seconds(health?.Timeout)} ${seconds(health?.StartPeriod)} ${retries}}`,
      };
    }
    default:
      return undefined;
  }
}

function withVariable(config: Config, name: string, value: string): Config {
  const env = config.Env ?? [];
  const at = env.findIndex((one) => one.startsWith(`${name}=`));
  return { ...config, Env: at < 0 ? [...env, `${name}=${value}`] : env.map((one, index) => (index === at ? `${name}=${value}` : one)) };
}
