import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, decode } from "#abi";
import { bodyChunks, jsonResponse } from "#http";
import { dockerHost, type Routes } from "../testing.ts";
import { ignoreLines, parseIgnore } from "./context/ignore.ts";

const FILES = {
  "/srv/Dockerfile": "FROM busybox\n",
  "/srv/a.txt": "a\n",
  "/srv/sub/b.log": "b\n",
  "/srv/sub/keep.log": "k\n",
  "/srv/.dockerignore": "*.log\n**/*.log\n!sub/keep.log\n",
};

/** A builder that answers with these lines, and the names in the archives that it got. */
function builder(lines: readonly object[]): { readonly routes: Routes; readonly names: string[] } {
  const names: string[] = [];
  const routes: Routes = {
    "POST /build": async (request) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of bodyChunks(new Response(request.body))) chunks.push(chunk);
      names.push(...entries(concat(chunks)));
      return new Response(lines.map((line) => `${JSON.stringify(line)}\r\n`).join(""), { headers: { "content-type": "application/json" } });
    },
  };
  return { routes, names };
}

function entries(tar: Uint8Array): string[] {
  const names: string[] = [];
  for (let at = 0; tar[at] !== 0 && at < tar.length; ) {
    const text = (from: number, to: number): string => decode(tar.subarray(at + from, at + to)).replace(/\0.*$/s, "");
    names.push(text(0, 100));
    at += 512 + Math.ceil(Number.parseInt(text(124, 136), 8) / 512) * 512;
  }
  return names;
}

const DONE = [
  { stream: "Step 1/1 : FROM busybox\n" },
  { stream: " ---> d3263b99b229\n" },
  { aux: { ID: "sha256:d3" } },
  { stream: "Successfully built d3263b99b229\n" },
];

describe("docker build", () => {
  test("sends what .dockerignore leaves and shows the steps", async () => {
    const { routes, names } = builder(DONE);
    const host = await dockerHost("19.03.12", routes, FILES);
    expect(await host.docker("docker build -t web --build-arg A=1 --iidfile /tmp/id .", { cwd: "/srv" })).toMatchObject({
      stdout:
        "Sending build context to Docker daemon  5.632kB\r\r\nStep 1/1 : FROM busybox\n ---> d3263b99b229\nSuccessfully built d3263b99b229\n",
      stderr: "",
      status: 0,
    });
    expect(names).toEqual([".dockerignore", "Dockerfile", "a.txt", "sub/", "sub/keep.log"]);
    expect(host.calls[0]).toMatch(/^POST \/build\?buildargs=\{"A":"1"\}.*dockerfile=Dockerfile.*&t=web/);
    expect(host.read("/tmp/id")).toBe("sha256:d3");
    expect(host.defects).toEqual([]);
  });

  test("reads a Dockerfile from stdin", async () => {
    const { routes, names } = builder(DONE);
    const host = await dockerHost("19.03.12", routes);
    expect((await host.docker("docker build -", { stdin: "FROM busybox\n" })).stdout).toMatch(
      /^Sending build context to Docker daemon {2}2\.048kB\r/,
    );
    expect(names).toEqual(["Dockerfile"]);
  });

  test("takes a Dockerfile from outside along under another name", async () => {
    const { routes, names } = builder(DONE);
    const host = await dockerHost("19.03.12", routes, { "/srv/app/x": "", "/srv/Other": "FROM busybox\n" });
    await host.docker("docker build -f /srv/Other /srv/app");
    expect(names).toEqual(["x", expect.stringMatching(/^\.dockerfile\.[0-9a-f]{20}$/), ".dockerignore"]);
  });

  test("ends with the status of the step that failed", async () => {
    const failed = {
      errorDetail: { code: 3, message: "The command '/bin/sh -c exit 3' returned a non-zero code: 3" },
      error: "The command '/bin/sh -c exit 3' returned a non-zero code: 3",
    };
    const host = await dockerHost("19.03.12", builder([failed]).routes, FILES);
    expect(await host.docker("docker build /srv")).toMatchObject({ stderr: `${failed.error}\n`, status: 3 });
    const quiet = await dockerHost("19.03.12", builder([{ stream: "sha256:d3\n" }]).routes, FILES);
    expect((await quiet.docker("docker build -q /srv")).stdout).toBe("sha256:d3\n");
  });

  test.each([
    ["docker build /nosuch", 'unable to prepare context: path "/nosuch" not found'],
    [
      "docker build /tmp",
      "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /tmp/Dockerfile: no such file or directory",
    ],
    ["docker build /srv/a.txt", "unable to prepare context: context must be a directory: /srv/a.txt"],
    ["docker build -f - -", "invalid argument: can't use stdin for both build context and dockerfile"],
    [
      "docker build -t BAD /srv",
      'invalid argument "BAD" for "-t, --tag" flag: invalid reference format: repository name must be lowercase',
    ],
  ])("%s is refused", async (line, message) => {
    const host = await dockerHost("19.03.12", { "POST /build": () => jsonResponse(500, { message: "not reached" }) }, FILES);
    expect((await host.docker(line)).stderr.split("\n")[0]).toBe(message);
  });
});

describe(".dockerignore", () => {
  test.each<readonly [lines: string, path: string, matches: boolean]>([
    ["*.log", "a.log", true],
    ["*.log", "sub/a.log", false],
    ["**/*.log", "sub/deep/a.log", true],
    ["sub", "sub/deep/a", true],
    ["/sub/", "sub", true],
    ["# sub", "sub", false],
    ["a?", "ab", true],
    ["[ab].c", "b.c", true],
    ["a+b", "a+b", true],
    ["*\n!keep", "keep", false],
    ["!keep\n*", "keep", true],
    ["**", "any/thing", true],
    ["sub/**/x", "sub/x", true],
  ])("%j on %s", (lines, path, matches) => {
    expect(parseIgnore(ignoreLines(lines)).matches(path)).toBe(matches);
  });

  test("a name without special characters leaves itself and what is below out, and nothing else", () => {
    const name = fc.stringMatching(/^[a-c.+(]{1,3}$/).filter((text) => text !== "." && text !== "..");
    fc.assert(
      fc.property(name, fc.array(name, { minLength: 1, maxLength: 3 }), (pattern, parts) => {
        expect(parseIgnore(ignoreLines(pattern)).matches(parts.join("/"))).toBe(parts[0] === pattern);
      }),
    );
  });
});
