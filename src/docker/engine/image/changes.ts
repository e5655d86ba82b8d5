/** `--change` of commit and import: Dockerfile instructions that alter a config (builder/dockerfile of moby). */

import type { ContainerConfig, HealthConfig } from "#api";
import type { EngineTexts } from "#releases";
import { fill, invalid } from "../errors.ts";
import { parseDuration } from "../time.ts";

type Config = Partial<ContainerConfig>;

export function applyChanges(config: Config, changes: readonly string[], texts: EngineTexts): Config {
  return changes
    .flatMap((text) => text.split("\n"))
    .filter((line) => line.trim() !== "")
    .reduce((now, line) => applyChange(now, line.trim(), texts), config);
}

function applyChange(config: Config, line: string, texts: EngineTexts): Config {
  const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  const list = jsonList(rest);
  switch (word.toUpperCase()) {
    case "CMD":
      return { ...config, Cmd: list ?? ["/bin/sh", "-c", rest] };
    case "ENTRYPOINT":
      return { ...config, Entrypoint: rest === "" ? null : (list ?? ["/bin/sh", "-c", rest]) };
    case "ENV":
      return {
        ...config,
        Env: pairs(rest).reduce<readonly string[]>(
          (env, [name, value]) => [...env.filter((one) => !one.startsWith(`${name}=`)), `${name}=${value}`],
          config.Env ?? [],
        ),
      };
    case "EXPOSE":
      return {
        ...config,
        ExposedPorts: {
          ...config.ExposedPorts,
          ...Object.fromEntries(rest.split(/\s+/).map((port) => [port.includes("/") ? port : `${port}/tcp`, {}])),
        },
      };
    case "LABEL":
      return { ...config, Labels: { ...config.Labels, ...Object.fromEntries(pairs(rest)) } };
    case "USER":
      return { ...config, User: rest };
    case "VOLUME":
      return { ...config, Volumes: { ...config.Volumes, ...Object.fromEntries((list ?? rest.split(/\s+/)).map((path) => [path, {}])) } };
    case "WORKDIR":
      return { ...config, WorkingDir: rest.startsWith("/") ? rest : `${(config.WorkingDir || "/").replace(/\/$/, "")}/${rest}` };
    case "ONBUILD":
      return { ...config, OnBuild: [...(config.OnBuild ?? []), rest] };
    case "STOPSIGNAL":
      return { ...config, StopSignal: rest };
    case "HEALTHCHECK":
      return { ...config, Healthcheck: health(rest) };
    default:
      throw invalid(fill(texts.invalidChange, texts.changeAsTyped ? word : word.toLowerCase()));
  }
}

function jsonList(text: string): readonly string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((one): one is string => typeof one === "string") ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `A=1 B="two words"`, or `A two words`. */
function pairs(text: string): readonly (readonly [string, string])[] {
  const [, name = "", value = ""] = /^(\S+)\s+(.*)$/s.exec(text) ?? [];
  if (name !== "" && !name.includes("=")) return [[name, value]];
  const found: [string, string][] = [];
  for (const [word] of text.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs)) {
    const plain = word.replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs,
      (_, double: string | undefined, single: string | undefined, escaped: string | undefined) =>
        double !== undefined ? double.replace(/\\(.)/gs, "$1") : (single ?? escaped ?? ""),
    );
    const at = plain.indexOf("=");
    if (at < 0) throw invalid(`Syntax error - can't find = in "${plain}". Must be of the form: name=value`);
    found.push([plain.slice(0, at), plain.slice(at + 1)]);
  }
  return found;
}

function health(text: string): HealthConfig {
  if (/^NONE$/i.test(text.trim())) return { Test: ["NONE"] };
  const settings: Record<string, number> = {};
  let rest = text;
  for (let match = /^--([a-z-]+)=(\S+)\s+/.exec(rest); match; match = /^--([a-z-]+)=(\S+)\s+/.exec(rest)) {
    const [whole, name = "", value = ""] = match;
    const key = {
      interval: "Interval",
      timeout: "Timeout",
      "start-period": "StartPeriod",
      "start-interval": "StartInterval",
      retries: "Retries",
    }[name];
    if (key === undefined) throw invalid(`Unknown flag: ${name}`);
    settings[key] = key === "Retries" ? Number(value) : (parseDuration(value) ?? 0) * 1e6;
    rest = rest.slice(whole.length);
  }
  const command = rest.replace(/^CMD\s+/i, "");
  const list = jsonList(command);
  return { Test: list ? ["CMD", ...list] : ["CMD-SHELL", command], ...settings };
}
