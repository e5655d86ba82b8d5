/** A line of GET /events. `status`, `id` and `from` are there for containers and images only. */
export interface EventMessage {
  readonly status?: string;
  readonly id?: string;
  readonly from?: string;
  readonly Type: "container" | "image" | "volume" | "network" | "daemon" | "plugin" | "service" | "node" | "secret" | "config" | "builder";
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly scope: "local" | "swarm";
  /** Seconds. */
  readonly time: number;
  /** Nanoseconds: beyond what a number holds exactly; the text in the JSON is exact to the microsecond. */
  readonly timeNano: number;
}
