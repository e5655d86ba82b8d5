/** The keys of one database, in memory. */

export type RedisValue =
  | { readonly kind: "string"; text: string }
  | { readonly kind: "list"; readonly items: string[] }
  | { readonly kind: "hash"; readonly fields: Map<string, string> }
  | { readonly kind: "set"; readonly members: Set<string> };

interface Entry {
  value: RedisValue;
  /** Milliseconds since the epoch. */
  expires: number | undefined;
}

export class Database {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  #entry(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expires === undefined || entry.expires > this.#now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  get(key: string): RedisValue | undefined {
    return this.#entry(key)?.value;
  }

  set(key: string, value: RedisValue, expires?: number): void {
    this.#entries.set(key, { value, expires });
  }

  delete(key: string): boolean {
    return this.#entry(key) !== undefined && this.#entries.delete(key);
  }

  expiry(key: string): number | undefined {
    return this.#entry(key)?.expires;
  }

  /** Sets or (undefined) removes the time of a key; whether there is one. */
  expireAt(key: string, time: number | undefined): boolean {
    const entry = this.#entry(key);
    if (entry) entry.expires = time;
    return entry !== undefined;
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#entry(key) !== undefined);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Everything as JSON values, for the snapshot on disk. */
  dump(): unknown[] {
    return this.keys().map((key) => [key, plain(this.get(key)), this.expiry(key) ?? null]);
  }

  load(rows: readonly unknown[]): void {
    for (const row of rows) {
      if (!Array.isArray(row)) continue;
      const [key, value, expires] = row as [string, ["string" | "list" | "hash" | "set", unknown], number | null];
      this.set(key, revive(value), expires ?? undefined);
    }
  }
}

function plain(value: RedisValue | undefined): unknown {
  switch (value?.kind) {
    case "string":
      return ["string", value.text];
    case "list":
      return ["list", value.items];
    case "hash":
      return ["hash", [...value.fields]];
    case "set":
      return ["set", [...value.members]];
    case undefined:
      return null;
  }
}

function revive([kind, content]: readonly [string, unknown]): RedisValue {
  if (kind === "list") return { kind, items: content as string[] };
  if (kind === "hash") return { kind, fields: new Map(content as [string, string][]) };
  if (kind === "set") return { kind, members: new Set(content as string[]) };
  return { kind: "string", text: String(content) };
}
