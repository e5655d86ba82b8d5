import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalString, familiarString, parseAnyReference, parseReference, withDefaultTag } from "./reference.ts";

const older = { namesRepository: false };
const newer = { namesRepository: true };
const whole = (text: string) => canonicalString(withDefaultTag(parseReference(text, older)));
const hex = "a".repeat(64);

function problem(text: string, style = older): string {
  try {
    parseReference(text, style);
    return "fine";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

describe("references", () => {
  test.each([
    ["httpd", "docker.io/library/httpd:latest"],
    ["centos:7", "docker.io/library/centos:7"],
    ["user/app", "docker.io/user/app:latest"],
    ["index.docker.io/app", "docker.io/library/app:latest"],
    ["docker.io/library/app:1", "docker.io/library/app:1"],
    ["localhost:5000/foo", "localhost:5000/foo:latest"],
    ["localhost/foo:1", "localhost/foo:1"],
    ["quay.io/a/b/c:v1", "quay.io/a/b/c:v1"],
    [`app@sha256:${hex}`, `docker.io/library/app@sha256:${hex}`],
  ])("%s is %s", (text, canonical) => {
    expect(whole(text)).toBe(canonical);
  });

  test.each([
    ["Busybox", "invalid reference format: repository name must be lowercase"],
    ["busybox:", "invalid reference format"],
    ["busybox:bad:tag", "invalid reference format"],
    ["busybox:-x", "invalid reference format"],
    ["", "invalid reference format"],
    ["a//b", "invalid reference format"],
    ["-x", "invalid reference format"],
    [hex, `invalid repository name (${hex}), cannot specify 64-byte hexadecimal strings`],
    [`app@sha256:${"a".repeat(63)}`, "invalid checksum digest length"],
    [`app@md5:${"a".repeat(32)}`, "unsupported digest algorithm"],
    ["a".repeat(256), "repository name must not be more than 255 characters"],
  ])("%s fails", (text, message) => {
    expect(problem(text)).toBe(message);
  });

  test("28.5.2 names the repository in the message", () => {
    expect(problem("Busybox", newer)).toBe("invalid reference format: repository name (library/Busybox) must be lowercase");
    expect(problem("BAD", newer)).toBe("invalid reference format: repository name (library/BAD) must be lowercase");
  });

  test("an id alone is a digest", () => {
    expect(parseAnyReference(hex, older)).toEqual({ digest: `sha256:${hex}` });
    expect(parseAnyReference(`sha256:${hex}`, older)).toEqual({ digest: `sha256:${hex}` });
  });

  test("familiar names read back as the same reference", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}([_-][a-z0-9]{1,4})?$/).filter((name) => name !== "localhost");
    const host = fc.constantFrom("docker.io", "localhost:5000", "quay.io", "localhost");
    fc.assert(
      fc.property(
        host,
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,10}$/),
        (domain, parts, tag) => {
          const reference = parseReference(`${domain}/${parts.join("/")}:${tag}`, older);
          expect(parseReference(familiarString(reference), older)).toEqual(reference);
        },
      ),
    );
  });
});
