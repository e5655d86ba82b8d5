import type { Assignment, Command, Redirect, Sequence, Test, Word } from "./ast.ts";

/** A command as bash writes it: on one line where it can, for `jobs`; a function's definition over several, for `type`. */
export function printCommand(command: Command): string {
  return new Printer().command(command);
}

class Printer {
  #indent = 0;
  #inFunction = false;
  #heres: Redirect[] = [];

  command(command: Command): string {
    switch (command.kind) {
      case "simple":
        return [
          ...command.assignments.map(assignment),
          ...command.words.map((word) => word.text),
          ...this.#redirects(command.redirects),
        ].join(" ");
      case "pipeline":
        return `${command.timed === "no" ? "" : command.timed === "posix" ? "time -p " : "time "}${command.negate ? "! " : ""}${command.stages.map((stage) => this.command(stage)).join(" | ")}`;
      case "and-or":
        return `${this.command(command.left)} ${command.operator} ${this.command(command.right)}`;
      case "sequence":
        return this.#sequence(command);
      case "function":
        return this.#function(command.name, command.body);
      default:
        return [this.#compound(command), ...this.#redirects(command.redirects)].join(" ");
    }
  }

  #compound(command: Exclude<Command, { kind: "simple" | "pipeline" | "and-or" | "sequence" | "function" }>): string {
    switch (command.kind) {
      case "subshell":
        return `( ${this.#nested(command.body)} )`;
      case "group":
        return this.#inFunction ? `{ \n${this.#block(command.body, false)}\n${this.#pad()}}` : `{ ${this.#nested(command.body)}; }`;
      case "if": {
        const otherwise = command.otherwise ? `${this.#pad()}else\n${this.#block(command.otherwise)}\n` : "";
        return `if ${this.#nested(command.condition)}; then\n${this.#block(command.then)}\n${otherwise}${this.#pad()}fi`;
      }
      case "while":
      case "until":
        return `${command.kind} ${this.#nested(command.condition)}; do\n${this.#block(command.body)}\n${this.#pad()}done`;
      case "for":
      case "select":
        return `${command.kind} ${command.variable} in ${command.words ? command.words.map((word) => word.text).join(" ") : '"$@"'};\n${this.#do(command.body)}`;
      case "for-arithmetic":
        return `for ((${command.start.text.trim()}; ${command.test.text.trim()}; ${command.step.text.trim()}))\n${this.#do(command.body)}`;
      case "case": {
        this.#indent += 1;
        const branches = command.branches.map((branch) => {
          const patterns = branch.patterns.map((word) => word.text).join(" | ");
          return `${this.#pad()}${patterns})\n${branch.body ? this.#block(branch.body, false) : ""}\n${this.#pad()}${branch.end}\n`;
        });
        this.#indent -= 1;
        return `case ${command.word.text} in \n${branches.join("")}${this.#pad()}esac`;
      }
      case "conditional":
        return `[[ ${test(command.test)} ]]`;
      case "arithmetic":
        return `((${command.expression.text}))`;
    }
  }

  #function(name: string, body: Command): string {
    const nested = this.#inFunction;
    this.#inFunction = true;
    const inner = body.kind === "group" ? body : undefined;
    const text = `{ \n${this.#block(inner ? inner.body : body, false)}\n${this.#pad()}}`;
    this.#inFunction = nested;
    return [`${nested ? "function " : ""}${name} () \n${this.#pad()}${text}`, ...(inner ? this.#redirects(inner.redirects) : [])].join(" ");
  }

  #do(body: Command): string {
    return `${this.#pad()}do\n${this.#block(body)}\n${this.#pad()}done`;
  }

  #pad(): string {
    return "    ".repeat(this.#indent);
  }

  /** A body on lines of its own, indented; it ends with `;` where a word follows. */
  #block(body: Command, semicolon = true): string {
    this.#indent += 1;
    const text = this.#nested(body);
    const done = `${this.#pad()}${text}${semicolon && !text.endsWith("&") && this.#heres.length === 0 ? ";" : ""}${this.#bodies()}`;
    this.#indent -= 1;
    return done;
  }

  #nested(command: Command): string {
    return this.command(command);
  }

  #sequence(sequence: Sequence): string {
    let text = "";
    sequence.items.forEach(({ command, background }, i) => {
      const last = i === sequence.items.length - 1;
      text += this.command(command);
      if (background) text += last ? " &" : " & ";
      else if (!last) {
        const bodies = this.#bodies();
        text += bodies !== "" ? `${bodies}\n${this.#pad()}` : this.#inFunction ? `;\n${this.#pad()}` : "; ";
      }
    });
    return text;
  }

  #bodies(): string {
    const heres = this.#heres;
    this.#heres = [];
    return heres.map((redirect) => `\n${redirect.target.text}${redirect.here?.delimiter ?? ""}\n`).join("");
  }

  #redirects(redirects: readonly Redirect[]): string[] {
    return redirects.map((redirect) => {
      const fd = redirect.fd === undefined ? "" : typeof redirect.fd === "number" ? String(redirect.fd) : `{${redirect.fd.variable}}`;
      if (redirect.here) {
        this.#heres.push(redirect);
        const delimiter = redirect.here.quoted ? `'${redirect.here.delimiter}'` : redirect.here.delimiter;
        return `${fd}<<${redirect.here.strip ? "-" : ""}${delimiter}`;
      }
      const duplicates = redirect.operator === ">&" || redirect.operator === "<&";
      return `${fd}${redirect.operator}${duplicates ? "" : " "}${redirect.target.text}`;
    });
  }
}

function assignment(one: Assignment): string {
  const index = one.index ? `[${one.index.text}]` : "";
  return `${one.name}${index}${one.append ? "+=" : "="}${value(one.value)}`;
}

function value(of: Assignment["value"]): string {
  if (!("kind" in of)) return of.text;
  return `(${of.items.map((item) => `${item.index ? `[${item.index.text}]=` : ""}${item.value.text}`).join(" ")})`;
}

function test(of: Test): string {
  const text = (word: Word) => word.text;
  switch (of.kind) {
    case "not":
      return `! ${test(of.test)}`;
    case "and":
      return `${test(of.left)} && ${test(of.right)}`;
    case "or":
      return `${test(of.left)} || ${test(of.right)}`;
    case "unary":
      return `${of.operator} ${text(of.operand)}`;
    case "binary":
      return `${text(of.left)} ${of.operator} ${text(of.right)}`;
  }
}
