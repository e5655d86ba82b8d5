import { encode } from "#abi";
import type { Filters } from "#api";
import { streamResponse } from "#http";
import type { Daemon } from "../daemon.ts";
import { waitingStream } from "../waiting-stream.ts";
import { type EngineEvent, eventLine } from "./events.ts";

export interface EventOptions {
  /** Milliseconds. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly filters: Filters;
}

/** GET /events: the kept ones since a time, then new ones until a time. */
export function streamEvents(daemon: Daemon, options: EventOptions): Response {
  const { since, until } = options;
  const matches = eventFilter(options.filters);
  const queue: EngineEvent[] = [];
  if (since !== undefined || until !== undefined)
    queue.push(
      ...daemon.events.kept.filter((event) => event.time >= (since ?? event.time) && matches(event) && event.time <= (until ?? event.time)),
    );
  const body = waitingStream({
    next() {
      const event = queue.shift();
      if (event) return until === undefined || event.time <= until ? encode(eventLine(event)) : "end";
      return until !== undefined && daemon.clock.now() >= until ? "end" : undefined;
    },
    start(wake) {
      const silence = daemon.events.listen((event) => {
        if (!matches(event)) return;
        queue.push(event);
        wake();
      });
      const cancel = until === undefined ? () => undefined : daemon.clock.after(Math.max(0, until - daemon.clock.now()) + 1, wake);
      return () => {
        silence();
        cancel();
      };
    },
  });
  return streamResponse(body, { headers: { "content-type": "application/json" } });
}

/** daemon/events/filter.go of moby: keys that it does not know are not looked at. */
function eventFilter(filters: Filters): (event: EngineEvent) => boolean {
  const any = (key: string, test: (value: string) => boolean): boolean => {
    const values = filters.get(key) ?? [];
    return values.length === 0 || values.some(test);
  };
  const object =
    (event: EngineEvent, type: EngineEvent["type"]) =>
    (value: string): boolean =>
      event.type === type && (event.id === value || event.id.startsWith(value) || event.attributes["name"] === value);
  return (event) => {
    const { attributes, action } = event;
    return (
      any(
        "event",
        (value) => action === value || action.startsWith(`${value}:`) || (value === "health_status" && action.startsWith("health_status")),
      ) &&
      any("type", (value) => event.type === value) &&
      any("scope", (value) => value === "local") &&
      any("container", object(event, "container")) &&
      any("image", (value) => imageOf(event) === value || (imageOf(event) ?? "").split(":")[0] === value) &&
      any("volume", object(event, "volume")) &&
      any("network", object(event, "network")) &&
      any("daemon", object(event, "daemon")) &&
      any("label", (value) => {
        const [name = "", wanted] = value.split(/=(.*)/s);
        return Object.hasOwn(attributes, name) && (wanted === undefined || attributes[name] === wanted);
      })
    );
  };
}

function imageOf({ type, attributes, id }: EngineEvent): string | undefined {
  return type === "image" ? (attributes["name"] ?? id) : attributes["image"];
}
