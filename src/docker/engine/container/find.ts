import type { Daemon } from "../daemon.ts";
import { conflict, fill, invalid, notFound, systemError } from "../errors.ts";
import type { ContainerRecord } from "../store/state.ts";
import type { Life, LiveContainer } from "./live.ts";

/** By full id, name (with or without slash), or a beginning of the id that only one has. 404 or 400 otherwise: daemon.GetContainer. */
export function findContainer(daemon: Daemon, wanted: string): ContainerRecord {
  const { containers } = daemon.store.state;
  const exact = containers.get(wanted);
  if (exact) return exact;
  if (wanted === "") throw invalid("No container name or ID supplied");
  const name = wanted.replace(/^\//, "");
  let begins: ContainerRecord | undefined;
  let count = 0;
  for (const container of containers.values()) {
    if (container.name === name) return container;
    if (container.id.startsWith(wanted)) {
      begins = container;
      count++;
    }
  }
  if (count > 1) throw invalid(`multiple IDs found with provided prefix: ${wanted}`);
  if (begins) return begins;
  throw notFound(`No such container: ${wanted}`);
}

export function liveOf(daemon: Daemon, container: ContainerRecord): LiveContainer {
  const live = daemon.live.get(container.id);
  if (!live) throw systemError(`container ${container.id} has no writable layer`);
  return live;
}

/** The running process's handles. 409 when it does not run. */
export function lifeOf(daemon: Daemon, container: ContainerRecord): Life {
  const { life } = liveOf(daemon, container);
  if (!life || !isRunning(container)) throw conflict(fill(daemon.release.texts.notRunning, container.id));
  return life;
}

export function isRunning({ state }: ContainerRecord): boolean {
  return state.kind === "running" || state.kind === "paused";
}

/** Attributes of a container's events. */
export function eventAttributes(container: ContainerRecord): Record<string, string> {
  return { ...container.config.Labels, image: container.config.Image, name: container.name };
}

export function emitContainer(
  daemon: Daemon,
  container: ContainerRecord,
  action: string,
  attributes: Readonly<Record<string, string>> = {},
): void {
  daemon.events.emit("container", action, container.id, { ...eventAttributes(container), ...attributes });
}
