/** The tree of an awk program. */

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "regex"; readonly source: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "element"; readonly array: string; readonly index: readonly Expression[] }
  | { readonly kind: "field"; readonly index: Expression }
  | { readonly kind: "assign"; readonly operator: string; readonly target: Expression; readonly value: Expression }
  | { readonly kind: "step"; readonly operator: "++" | "--"; readonly prefix: boolean; readonly target: Expression }
  | { readonly kind: "unary"; readonly operator: "!" | "-" | "+"; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "match"; readonly negated: boolean; readonly text: Expression; readonly pattern: Expression }
  | { readonly kind: "in"; readonly index: readonly Expression[]; readonly array: string }
  | { readonly kind: "choice"; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: "group"; readonly parts: readonly Expression[] }
  | { readonly kind: "builtin"; readonly name: string; readonly parts: readonly Expression[]; readonly bare: boolean }
  | { readonly kind: "call"; readonly name: string; readonly parts: readonly Expression[] }
  | {
      readonly kind: "getline";
      readonly from: "main" | "file" | "command";
      readonly source: Expression | undefined;
      readonly target: Expression | undefined;
    };

export type Statement =
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "expression"; readonly value: Expression }
  | {
      readonly kind: "print";
      readonly format: boolean;
      readonly parts: readonly Expression[];
      readonly to: { readonly how: ">" | ">>" | "|"; readonly target: Expression } | undefined;
    }
  | { readonly kind: "if"; readonly condition: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly kind: "while"; readonly condition: Expression; readonly body: Statement }
  | { readonly kind: "do"; readonly condition: Expression; readonly body: Statement }
  | {
      readonly kind: "for";
      readonly start: Statement | undefined;
      readonly condition: Expression | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
    }
  | { readonly kind: "each"; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly kind: "delete"; readonly array: string; readonly index: readonly Expression[] | undefined }
  | { readonly kind: "break" | "continue" | "next" | "nextfile" }
  | { readonly kind: "exit" | "return"; readonly value: Expression | undefined };

export interface Rule {
  readonly pattern: "BEGIN" | "END" | "always" | { readonly first: Expression; readonly last: Expression | undefined };
  /** Undefined prints the record. */
  readonly body: Statement | undefined;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
