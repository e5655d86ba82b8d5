/** The tree of a template. `at` is the offset that messages name. */
export type Operand =
  | { readonly kind: "dot"; readonly at: number }
  | { readonly kind: "nil"; readonly at: number }
  | { readonly kind: "literal"; readonly at: number; readonly value: string | number | boolean; readonly text: string }
  | { readonly kind: "field"; readonly at: number; readonly path: readonly string[] }
  | { readonly kind: "variable"; readonly at: number; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: "function"; readonly at: number; readonly name: string }
  | { readonly kind: "pipeline"; readonly at: number; readonly pipeline: Pipeline; readonly path: readonly string[] };

export interface Command {
  readonly at: number;
  readonly operands: readonly Operand[];
}
export interface Pipeline {
  readonly at: number;
  readonly declare: readonly string[];
  readonly assign: boolean;
  readonly commands: readonly Command[];
}

export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly pipeline: Pipeline }
  | {
      readonly kind: "if" | "with" | "range";
      readonly at: number;
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  | { readonly kind: "template"; readonly at: number; readonly name: string; readonly pipeline: Pipeline | undefined }
  | { readonly kind: "break" | "continue" };

/** A parsed template with what it defines. */
export interface Template {
  readonly name: string;
  readonly source: string;
  readonly nodes: readonly Node[];
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}

/** How Go prints a node in messages. */
export function nodeText(operand: Operand): string {
  switch (operand.kind) {
    case "dot":
      return ".";
    case "nil":
      return "nil";
    case "literal":
      return operand.text;
    case "field":
      return operand.path.map((name) => `.${name}`).join("");
    case "variable":
      return [operand.name, ...operand.path].join(".");
    case "function":
      return operand.name;
    case "pipeline":
      return `(${operand.pipeline.commands.map(commandText).join(" | ")})${operand.path.map((name) => `.${name}`).join("")}`;
  }
}

export function commandText(command: Command): string {
  return command.operands.map(nodeText).join(" ");
}
