/** A container's config: what was asked for, completed by the image's. runconfig.Merge of moby. */

import type { ContainerConfig, ContainerCreateRequest } from "#api";
import type { EngineRelease } from "#releases";
import { invalid } from "../errors.ts";
import { shaped } from "../shape.ts";

type Config = Partial<ContainerConfig>;

/** 400 when there is nothing to run. */
export function mergeConfig(release: EngineRelease, asked: ContainerCreateRequest, image: Config | null): ContainerConfig {
  const user: Config = shaped(release.shapes.config, asked);
  const merged: Record<string, unknown> = { ...user };
  if (image) {
    if (!user.User) merged["User"] = image.User ?? "";
    if (image.ExposedPorts) merged["ExposedPorts"] = { ...image.ExposedPorts, ...user.ExposedPorts };
    merged["Env"] = mergeEnv(user.Env ?? [], image.Env ?? []);
    merged["Labels"] = { ...image.Labels, ...user.Labels };
    Object.assign(merged, mergeCommand(user, image));
    if (image.Healthcheck) merged["Healthcheck"] = mergeHealth(user.Healthcheck ?? undefined, image.Healthcheck);
    if (!user.WorkingDir) merged["WorkingDir"] = image.WorkingDir ?? "";
    if (image.Volumes && Object.keys(image.Volumes).length > 0) merged["Volumes"] = { ...image.Volumes, ...user.Volumes };
    if (!user.StopSignal && image.StopSignal) merged["StopSignal"] = image.StopSignal;
    if (image.OnBuild) merged["OnBuild"] = null;
  }
  const config = shaped<ContainerConfig>(release.shapes.config, merged);
  const entrypoint = config.Entrypoint?.length === 1 && config.Entrypoint[0] === "" ? null : config.Entrypoint;
  if ((entrypoint?.length ?? 0) === 0 && (config.Cmd?.length ?? 0) === 0) throw invalid(release.texts.noCommand);
  return { ...config, Entrypoint: entrypoint, Labels: config.Labels ?? {} };
}

function mergeCommand(user: Config, image: Config): Config {
  if ((user.Entrypoint?.length ?? 0) > 0) return {};
  const command = (user.Cmd?.length ?? 0) > 0 ? user.Cmd : image.Cmd;
  return { Cmd: command ?? null, Entrypoint: image.Entrypoint ?? null };
}

/** The image's variables follow those that were given. */
export function mergeEnv(given: readonly string[], image: readonly string[]): readonly string[] {
  const names = new Set(given.map(nameOf));
  return [...given, ...image.filter((one) => !names.has(nameOf(one)))];
}

function nameOf(assignment: string): string {
  return assignment.split("=", 1)[0] ?? "";
}

function mergeHealth(user: Config["Healthcheck"] | undefined, image: NonNullable<Config["Healthcheck"]>): Config["Healthcheck"] {
  if (!user) return image;
  const test = (user.Test?.length ?? 0) > 0 ? user.Test : image.Test;
  const either = (a: number | undefined, b: number | undefined): number => (a === undefined || a === 0 ? (b ?? 0) : a);
  const numbers = {
    Interval: either(user.Interval, image.Interval),
    Timeout: either(user.Timeout, image.Timeout),
    StartPeriod: either(user.StartPeriod, image.StartPeriod),
    StartInterval: either(user.StartInterval, image.StartInterval),
    Retries: either(user.Retries, image.Retries),
  };
  return { ...(test ? { Test: test } : {}), ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0)) };
}
