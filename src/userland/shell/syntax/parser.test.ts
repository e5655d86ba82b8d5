import { describe, expect, test } from "vitest";
import { Parser, printCommand, ShellSyntaxError } from "./index.ts";

const dialect = { bash: true, someBash: true, extglob: false };

function outcome(text: string): string {
  try {
    new Parser(text, { dialect, final: false }).all();
    return "complete";
  } catch (error) {
    if (error instanceof ShellSyntaxError) return error.incomplete ? "incomplete" : "wrong";
    throw error;
  }
}

describe("an interactive reader knows whether to ask for more", () => {
  const lines: readonly (readonly [string, string])[] = [
    ["echo hi\n", "complete"],
    ["if true\n", "incomplete"],
    ["if true; then echo; fi\n", "complete"],
    ["for i in 1 2\n", "incomplete"],
    ["echo 'a\n", "incomplete"],
    ['echo "a $(b\n', "incomplete"],
    ["echo `a\n", "incomplete"],
    ["cat <<EOF\n", "incomplete"],
    ["cat <<EOF\nline\n", "incomplete"],
    ["cat <<EOF\nline\nEOF\n", "complete"],
    ["a &&\n", "incomplete"],
    ["a |\n", "incomplete"],
    ["f() {\n", "incomplete"],
    ["f()\n", "incomplete"],
    ["case x in\n", "incomplete"],
    ["x=(1\n", "incomplete"],
    ["echo $((1+\n", "incomplete"],
    ["((1+\n", "incomplete"],
    ["{ a\n", "incomplete"],
    ["echo )\n", "wrong"],
    ["fi\n", "wrong"],
    ["a && ;\n", "wrong"],
    ["for ; do\n", "wrong"],
    ["echo <\n", "wrong"],
  ];
  for (const [text, expected] of lines) test(JSON.stringify(text), () => expect(outcome(text)).toBe(expected));
});

describe("commands are printed as bash prints them", () => {
  const commands: readonly (readonly [string, string])[] = [
    ["dd if=/dev/zero   of=/dev/null", "dd if=/dev/zero of=/dev/null"],
    ["a|b  |c>x 2>&1", "a | b | c > x 2>&1"],
    ["(sleep 1;echo)", "( sleep 1; echo )"],
    ["{ a; b; }", "{ a; b; }"],
    ["while a; do b; done", "while a; do\n    b;\ndone"],
    ["for i in 1 2; do echo $i; done", "for i in 1 2;\ndo\n    echo $i;\ndone"],
    ["a && b || c", "a && b || c"],
    ["x=1 y='2 3' z", "x=1 y='2 3' z"],
  ];
  for (const [text, expected] of commands)
    test(text, () => {
      const command = new Parser(text, { dialect, final: true }).all();
      expect(command && printCommand(command)).toBe(expected);
    });
});
