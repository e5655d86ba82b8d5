import type { EventMessage } from "#api";
import { StatusError } from "../command/errors.ts";
import { localZone } from "../format/text.ts";
import { timestamp } from "../go/timestamp.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";
import { TemplateError } from "../template/error.ts";
import { execute, parse } from "../template/template.ts";
import { GoObject } from "../template/values.ts";

/** `docker events`: what happens, line by line, until `--until` or ^C. */
export const run: Run = async ({ session, flags }) => {
  const format = flags.text("format");
  const template = format === "" ? undefined : checked(session, format);
  const client = await session.client();
  const times = { since: time(session, flags.text("since")), until: time(session, flags.text("until")) };
  const events = await client.system.events({ ...times, filters: flags.filters() }, session.abort);
  for await (const event of events)
    await session.out(template ? `${execute(template, eventObject(event))}\n` : `${eventLine(session, event)}\n`);
};

function time({ sys }: Session, text: string): string {
  try {
    return timestamp(sys, text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new StatusError(error.message);
  }
}

const EMPTY: EventMessage = { Type: "container", Action: "", Actor: { ID: "", Attributes: {} }, scope: "local", time: 0, timeNano: 0 };

function checked(session: Session, format: string): ReturnType<typeof parse> {
  try {
    const template = parse(format === "json" && session.release.behaviour.jsonFormat ? "{{json .}}" : format);
    execute(template, eventObject(EMPTY, "*events.Message"));
    return template;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new StatusError(`Error parsing format: ${error.message}`, 64);
  }
}

/** Go's names of an event's fields; its JSON has the daemon's. */
class Event extends GoObject {
  readonly event: EventMessage;
  constructor(event: EventMessage, type: string) {
    const values = {
      Status: event.status ?? "",
      ID: event.id ?? "",
      From: event.from ?? "",
      Type: event.Type,
      Action: event.Action,
      Actor: event.Actor,
      Scope: event.scope,
      Time: event.time,
      TimeNano: event.timeNano,
    };
    super(type, new Map(Object.entries(values).map(([key, value]) => [key, () => value])));
    this.event = event;
  }
  override toJSON(): Record<string, unknown> {
    return { ...this.event };
  }
}

function eventObject(event: EventMessage, type: string = "events.Message"): GoObject {
  return new Event(event, type);
}

function eventLine({ sys }: Session, { Type, Action, Actor, time: seconds, timeNano }: EventMessage): string {
  const attributes = Object.entries(Actor.Attributes ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  const [hours] = localZone(sys);
  const zone = hours === 0 ? "Z" : `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
  const nanos = timeNano === 0 ? BigInt(seconds) * 1_000_000_000n : BigInt(timeNano);
  const local = new Date(Number(nanos / 1_000_000n) + hours * 3_600_000).toISOString().slice(0, 19);
  const fraction = String(nanos % 1_000_000_000n).padStart(9, "0");
  return `${local}.${fraction}${zone} ${Type} ${Action} ${Actor.ID}${attributes.length > 0 ? ` (${attributes.join(", ")})` : ""}`;
}
