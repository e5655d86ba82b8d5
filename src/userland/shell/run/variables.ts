/** Shell variables: scalars, indexed and associative arrays, with the attributes that declare gives them. */

export type Value =
  | { readonly kind: "scalar"; text: string | undefined }
  | { readonly kind: "indexed"; readonly items: Map<number, string> }
  | { readonly kind: "associative"; readonly items: Map<string, string> };

export interface Variable {
  value: Value;
  exported: boolean;
  readOnly: boolean;
  integer: boolean;
  letterCase: "upper" | "lower" | undefined;
  /** declare -n: the value is the name of the variable meant. */
  reference: boolean;
}

/** A variable that the shell computes, as $RANDOM or $SECONDS. */
export interface DynamicVariable {
  get(): string | undefined;
  set?(text: string): void;
}

export class ReadOnlyError extends Error {
  readonly variable: string;
  constructor(variable: string) {
    super(variable);
    this.variable = variable;
  }
}

function fresh(): Variable {
  return {
    value: { kind: "scalar", text: undefined },
    exported: false,
    readOnly: false,
    integer: false,
    letterCase: undefined,
    reference: false,
  };
}

function cloneValue(value: Value): Value {
  if (value.kind === "scalar") return { kind: "scalar", text: value.text };
  return value.kind === "indexed" ? { kind: "indexed", items: new Map(value.items) } : { kind: "associative", items: new Map(value.items) };
}

export class Variables {
  /** From the globals to the innermost function's locals. */
  readonly #scopes: Map<string, Variable>[] = [new Map()];
  readonly #dynamic = new Map<string, DynamicVariable>();
  readonly #arrays = new Map<string, () => readonly string[]>();

  /** A copy for a subshell; computed variables are not in it, they belong to their shell. */
  clone(): Variables {
    const copy = new Variables();
    copy.#scopes.length = 0;
    for (const scope of this.#scopes)
      copy.#scopes.push(new Map([...scope].map(([name, variable]) => [name, { ...variable, value: cloneValue(variable.value) }])));
    return copy;
  }

  compute(name: string, variable: DynamicVariable): void {
    this.#dynamic.set(name, variable);
  }

  /** An array that is computed when it is read, as $PIPESTATUS; undefined or set again by nobody. */
  computeArray(name: string, values: () => readonly string[]): void {
    this.#arrays.set(name, values);
  }

  pushScope(): void {
    this.#scopes.push(new Map());
  }
  popScope(): void {
    if (this.#scopes.length > 1) this.#scopes.pop();
  }
  get inFunction(): boolean {
    return this.#scopes.length > 1;
  }

  /** The name behind a chain of references. */
  resolve(name: string): string {
    let at = name;
    for (let i = 0; i < 8; i += 1) {
      const variable = this.#own(at);
      if (!variable?.reference || variable.value.kind !== "scalar" || !variable.value.text) return at;
      at = variable.value.text;
    }
    return at;
  }

  #own(name: string): Variable | undefined {
    const computed = this.#arrays.get(name);
    if (computed) {
      const values = computed();
      return { ...fresh(), value: { kind: "indexed", items: new Map(values.map((text, i) => [i, text])) } };
    }
    for (let i = this.#scopes.length - 1; i >= 0; i -= 1) {
      const variable = this.#scopes[i]?.get(name);
      if (variable) return variable;
    }
    return undefined;
  }

  find(name: string): Variable | undefined {
    return this.#own(this.resolve(name));
  }

  /** The variable itself, references not followed. */
  findOwn(name: string): Variable | undefined {
    return this.#own(name);
  }

  findLocal(name: string): Variable | undefined {
    return this.#scopes.at(-1)?.get(name);
  }

  /** Value as text: of an array its element 0. Undefined when not set. */
  get(name: string): string | undefined {
    const dynamic = this.#dynamic.get(name);
    if (dynamic) return dynamic.get();
    const value = this.find(name)?.value;
    if (!value) return undefined;
    if (value.kind === "scalar") return value.text;
    return value.kind === "indexed" ? value.items.get(0) : value.items.get("0");
  }

  /** The variable to write to, made globally when there is none. */
  writable(name: string): Variable {
    const resolved = this.resolve(name);
    const known = this.#own(resolved);
    if (known?.readOnly) throw new ReadOnlyError(resolved);
    if (known) return known;
    const made = fresh();
    this.#scopes[0]?.set(resolved, made);
    return made;
  }

  /** Sets a scalar (element 0 of an array). Throws ReadOnlyError. */
  set(name: string, text: string): Variable {
    const dynamic = this.#dynamic.get(name);
    if (dynamic?.set) dynamic.set(text);
    else if (dynamic) this.#dynamic.delete(name);
    const variable = this.writable(name);
    const cased = applyCase(variable, text);
    if (variable.value.kind === "indexed") variable.value.items.set(0, cased);
    else if (variable.value.kind === "associative") variable.value.items.set("0", cased);
    else variable.value.text = cased;
    return variable;
  }

  export(name: string, text?: string): void {
    const variable = text === undefined ? (this.find(name) ?? this.writable(name)) : this.set(name, text);
    variable.exported = true;
  }

  /** Makes a variable of the running function, keeping nothing of an outer one but its export. */
  declareLocal(name: string): Variable {
    const scope = this.#scopes.at(-1);
    const known = scope?.get(name);
    if (known) return known;
    const outer = this.#own(name);
    if (outer?.readOnly) throw new ReadOnlyError(name);
    const made = { ...fresh(), exported: outer?.exported ?? false };
    scope?.set(name, made);
    return made;
  }

  declareGlobal(name: string): Variable {
    const scope = this.#scopes[0];
    const known = scope?.get(name) ?? fresh();
    scope?.set(name, known);
    return known;
  }

  /** Throws ReadOnlyError; nothing happens when it isn't set. */
  unset(name: string): void {
    this.#dynamic.delete(name);
    for (let i = this.#scopes.length - 1; i >= 0; i -= 1) {
      const variable = this.#scopes[i]?.get(name);
      if (!variable) continue;
      if (variable.readOnly) throw new ReadOnlyError(name);
      // A local that is unset stays in its function, hiding the outer one.
      if (i > 0) this.#scopes[i]?.set(name, fresh());
      else this.#scopes[i]?.delete(name);
      return;
    }
  }

  /** Puts a saved state back: after `x=1 command`. */
  restore(name: string, saved: Variable | undefined): void {
    for (let i = this.#scopes.length - 1; i >= 0; i -= 1) {
      const scope = this.#scopes[i];
      if (i > 0 && !scope?.has(name)) continue;
      if (saved) scope?.set(name, saved);
      else scope?.delete(name);
      return;
    }
  }

  save(name: string): Variable | undefined {
    const variable = this.#own(name);
    return variable ? { ...variable, value: cloneValue(variable.value) } : undefined;
  }

  /** Every visible variable, by name. */
  all(): readonly (readonly [string, Variable])[] {
    const merged = new Map<string, Variable>();
    for (const scope of this.#scopes) for (const [name, variable] of scope) merged.set(name, variable);
    return [...merged].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  names(): string[] {
    return [
      ...new Set([
        ...this.all()
          .filter(([, variable]) => isSet(variable))
          .map(([name]) => name),
        ...this.#dynamic.keys(),
      ]),
    ].sort();
  }

  locals(): readonly (readonly [string, Variable])[] {
    return [...(this.#scopes.at(-1) ?? [])];
  }

  /** What a program gets: exported scalars that are set. */
  environment(): Map<string, string> {
    const environment = new Map<string, string>();
    for (const scope of this.#scopes) {
      for (const [name, { exported, value }] of scope) {
        if (exported && value.kind === "scalar" && value.text !== undefined) environment.set(name, value.text);
        else environment.delete(name);
      }
    }
    return environment;
  }
}

export function isSet(variable: Variable): boolean {
  return variable.value.kind !== "scalar" || variable.value.text !== undefined;
}

export function applyCase(variable: Variable, text: string): string {
  if (variable.letterCase === undefined) return text;
  return variable.letterCase === "upper" ? text.toUpperCase() : text.toLowerCase();
}

/** Keys of an array in order: numbers rising, words as they were put in. */
export function keysOf(value: Value): string[] {
  if (value.kind === "scalar") return value.text === undefined ? [] : ["0"];
  if (value.kind === "associative") return [...value.items.keys()];
  return [...value.items.keys()].sort((a, b) => a - b).map(String);
}

/** Elements of an array in the order of its keys. */
export function elementsOf(value: Value): string[] {
  if (value.kind === "scalar") return value.text === undefined ? [] : [value.text];
  if (value.kind === "associative") return [...value.items.values()];
  return [...value.items.entries()].sort(([a], [b]) => a - b).map(([, text]) => text);
}
