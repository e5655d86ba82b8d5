/** The daemon's events: the last 256 are kept, and whoever listens gets the new ones. */

import type { Clock } from "#abi";
import type { EventMessage } from "#api";

const KEPT = 256;

export interface EngineEvent {
  readonly type: EventMessage["Type"];
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly time: number;
}

export interface Events {
  emit(type: EngineEvent["type"], action: string, id: string, attributes: Readonly<Record<string, string>>): void;
  /** Oldest first. */
  readonly kept: readonly EngineEvent[];
  listen(listener: (event: EngineEvent) => void): () => void;
  readonly listeners: number;
}

export function createEvents(clock: Clock): Events {
  const kept: EngineEvent[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  return {
    kept,
    get listeners() {
      return listeners.size;
    },
    emit(type, action, id, attributes) {
      const event: EngineEvent = { type, action, id, attributes, time: clock.now() };
      kept.push(event);
      if (kept.length > KEPT) kept.shift();
      for (const listener of [...listeners]) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** As the API writes it: one line of JSON, with attributes sorted and timeNano in full, which a JavaScript number can't hold. */
export function eventLine(event: EngineEvent): string {
  const { type, action, id, attributes, time } = event;
  const seconds = Math.floor(time / 1000);
  const nanos = Math.min(999_999_999, Math.round((time - seconds * 1000) * 1e6));
  const sorted = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
  const isOld = type === "container" || type === "image";
  const legacy = isOld
    ? { status: action, id, ...(type === "container" && attributes["image"] !== undefined ? { from: attributes["image"] } : {}) }
    : {};
  const head = JSON.stringify({
    ...legacy,
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: sorted },
    scope: "local",
    time: seconds,
  });
  return `${head.slice(0, -1)},"timeNano":${seconds}${nanos.toString().padStart(9, "0")}}\n`;
}
