import { expect, test } from "vitest";
import { concat } from "#abi";
import { tarParts } from "#images";
import { contentOf } from "#vfs";
import { type TestEngine, testEngine } from "../testing.ts";

function context(files: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(files).map(([path, text]) => ({
    path,
    type: "file" as const,
    mode: 0o644,
    uid: 1000,
    gid: 1000,
    mtime: 1_000_000,
    content: contentOf(new TextEncoder().encode(text)),
  }));
  return concat([...tarParts(entries)].map((part) => (typeof part === "number" ? new Uint8Array(part) : part)));
}

/** The build's words, ids as <id>; or the error of an answer that is none. */
async function build(docker: TestEngine, files: Readonly<Record<string, string>>, query = ""): Promise<string> {
  const { bytes, response } = await docker.bytes("POST", `/build?${query}`, context(files));
  const text = new TextDecoder().decode(bytes);
  if (response.status !== 200) return `${response.status} ${(JSON.parse(text) as { message: string }).message}`;
  const lines = text
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { stream?: string; error?: string });
  return lines
    .map((line) => line.stream ?? (line.error === undefined ? "" : `error: ${line.error}`))
    .join("")
    .replace(/\b[0-9a-f]{12}\b/g, "<id>");
}

test("the steps of a build, its cache, and what it made", async () => {
  const docker = await testEngine();
  const files = {
    Dockerfile:
      'FROM box\nARG V=1\nENV A=$V B="two words"\nCOPY a.txt /in/\nRUN ["write","/out","made"]\nWORKDIR /in\nCMD ["cat","a.txt","/out"]\n',
    "a.txt": "from the context\n",
  };
  const run = " ---> Running in <id>\nRemoving intermediate container <id>\n ---> <id>\n";
  expect(await build(docker, files, "t=mine:1")).toBe(
    `Step 1/7 : FROM box\n ---> <id>\nStep 2/7 : ARG V=1\n${run}Step 3/7 : ENV A=$V B="two words"\n${run}Step 4/7 : COPY a.txt /in/\n ---> <id>\nStep 5/7 : RUN ["write","/out","made"]\n${run}` +
      `Step 6/7 : WORKDIR /in\n${run}Step 7/7 : CMD ["cat","a.txt","/out"]\n${run}Successfully built <id>\nSuccessfully tagged mine:1\n`,
  );
  expect(await docker.output(await docker.run({ Image: "mine:1", Tty: true }))).toBe("from the context\r\nmade\r\n");
  const again = await build(docker, files);
  expect(again.match(/Using cache/g)?.length).toBe(6);
  expect((await build(docker, { ...files, "a.txt": "changed\n" })).match(/Using cache/g)?.length).toBe(2);
  const { Config } = (await docker.call("GET", "/images/mine:1/json")).body as { Config: { Env: string[]; WorkingDir: string } };
  expect([Config.Env, Config.WorkingDir]).toEqual([["PATH=/bin", "LANG=C", "A=1", "B=two words"], "/in"]);
  const history = (await docker.call("GET", "/images/mine:1/history")).body as { CreatedBy: string }[];
  expect(history.map(({ CreatedBy }) => CreatedBy.replace(/[0-9a-f]{64}/, "<digest>")).slice(0, 6)).toEqual([
    '/bin/sh -c #(nop)  CMD ["cat" "a.txt" "/out"]',
    "/bin/sh -c #(nop)  WORKDIR /in",
    "|1 V=1 write /out made",
    "/bin/sh -c #(nop)  COPY file:<digest> in /in/ ",
    "/bin/sh -c #(nop)  ENV A=1 B=two words",
    "/bin/sh -c #(nop)  ARG V=1",
  ]);
});

test("stages, triggers and refusals", async () => {
  const docker = await testEngine();
  const staged = {
    Dockerfile: 'FROM box AS build\nRUN ["write","/out.txt","artifact"]\nFROM box\nCOPY --from=build /out.txt /here\nCMD ["cat","/here"]\n',
  };
  expect(await build(docker, staged, "t=final&q=1")).toMatch(/^sha256:[0-9a-f]{64}\nSucc|^sha256:[0-9a-f]{64}\n$/);
  expect(await docker.output(await docker.run({ Image: "final", Tty: true }))).toBe("artifact\r\n");
  await build(docker, { Dockerfile: "FROM box\nONBUILD COPY . /src\n" }, "t=base");
  expect(await build(docker, { Dockerfile: "FROM base\nCMD true\n", x: "" }, "t=child")).toMatch(
    /^Step 1\/2 : FROM base\n# Executing 1 build trigger\n ---> <id>\nStep 2\/2/,
  );
  expect(await build(docker, { Dockerfile: "" })).toBe("400 the Dockerfile (Dockerfile) cannot be empty");
  expect(await build(docker, { Dockerfile: "FROM box\nBOGUS 1\n" })).toBe("400 Dockerfile parse error line 2: unknown instruction: BOGUS");
  expect(await build(docker, { Dockerfile: "RUN ls\n" })).toBe("400 No build stage in current context");
  expect(await build(docker, staged, "target=nosuch")).toBe("400 failed to reach build target nosuch in Dockerfile");
  expect(await build(docker, { Dockerfile: "FROM box\nCOPY nosuch /\n" })).toMatch(
    /error: COPY failed: stat \/var\/lib\/docker\/tmp\/docker-builder\d+\/nosuch: no such file or directory$/,
  );
  expect(await build(docker, { Dockerfile: "FROM box\nCOPY ../x /\n" })).toMatch(
    /error: COPY failed: Forbidden path outside the build context: \.\.\/x \(\)$/,
  );
  expect(await build(docker, { Dockerfile: 'FROM box\nRUN ["exit","3"]\n' }, "forcerm=1")).toMatch(
    /error: The command 'exit 3' returned a non-zero code: 3$/,
  );
  expect(await build(docker, { Dockerfile: "FROM nosuch\n" })).toMatch(/error: pull access denied for nosuch, /);
});
