import { expect, test } from "vitest";
import { expandHistory } from "./history-expansion.ts";

const entries = ["docker ps -a", "echo one two three", "ls /usr/share/doc.txt"];

const lines: readonly (readonly [string, string])[] = [
  ["!!", "ls /usr/share/doc.txt"],
  ["sudo !!", "sudo ls /usr/share/doc.txt"],
  ["!1", "docker ps -a"],
  ["!-2", "echo one two three"],
  ["!echo", "echo one two three"],
  ["!?two?", "echo one two three"],
  ["cat !$", "cat /usr/share/doc.txt"],
  ["echo !echo:2", "echo two"],
  ["echo !-2:*", "echo one two three"],
  ["echo !!:1:h", "echo /usr/share"],
  ["echo !$:t", "echo doc.txt"],
  ["^share^lib", "ls /usr/lib/doc.txt"],
  ["!-2:s/one/ONE/", "echo ONE two three"],
];
for (const [line, expected] of lines)
  test(line, () => expect(expandHistory(line, entries)).toEqual({ kind: "changed", text: expected, printOnly: false }));

for (const line of ["echo hi", "echo '!!'", "echo \\!!", "[ ! -e x ]", "echo hi!", "echo $!", "echo ${!x}", 'echo "hi!"', "x!=y"])
  test(`${line} stays`, () => expect(expandHistory(line, entries)).toEqual({ kind: "unchanged" }));

test("!nope is refused", () => expect(expandHistory("!nope", entries)).toEqual({ kind: "error", text: "!nope: event not found" }));
