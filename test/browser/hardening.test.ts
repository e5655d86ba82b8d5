import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, Screen, type Site } from "./page.ts";

/** Bad input of every kind: always back to a prompt, the page responsive, nothing else lost. */
let site: Site;
let screen: Screen;
beforeAll(async () => {
  site = await openSite();
  screen = await Screen.open(site, "?lang=en&docker=28.5.2&line-speed=0");
  await screen.until(/\[user@docker ~\]\$$/);
  await screen.run("docker pull -q busybox");
  await screen.run("docker run -d --name witness busybox sleep 100000");
});
afterAll(() => site.close());

/** Types a line that doesn't end by itself, waits a while, presses a key, and expects a prompt within `patience` ms. */
async function interrupt(line: string, key = "Control+c", patience = 3000): Promise<void> {
  await screen.type(line);
  await screen.page.keyboard.press("Enter");
  await screen.page.waitForTimeout(800);
  await screen.page.keyboard.press(key);
  await screen.until(/\[user@docker ~\]\$$/, 0, patience);
}

/** The machine still works and lost nothing. */
async function stillThere(): Promise<void> {
  await screen.clear();
  expect(await screen.run("echo alive $((6 * 7))")).toBe("alive 42");
  expect(await screen.run("docker ps --format '{{.Names}}'")).toContain("witness");
}

describe("bad input", () => {
  it.each([
    "yes",
    "cat /dev/zero",
    "while :; do :; done",
    "cat",
    "sleep 1000",
    "docker logs -f witness",
    "docker stats",
    "docker run --rm --init busybox yes",
    "tail -f /etc/passwd",
    "ping 127.0.0.1",
    "dd if=/dev/zero of=/dev/null",
  ])("%s gives way to ^C", async (line) => {
    await interrupt(line);
    await stillThere();
  });

  it("^Z stops a job and fg brings it back", async () => {
    await interrupt("sleep 1000", "Control+z");
    expect(await screen.run("jobs")).toMatch(/^\[1\]\+ {2}Stopped {17}sleep 1000$/);
    await interrupt("fg");
    expect(await screen.run("jobs")).toBe("");
  });

  it("a megabyte pasted at once arrives", async () => {
    await screen.type("cat > big.txt");
    await screen.page.keyboard.press("Enter");
    await screen.page.waitForTimeout(200);
    await screen.page.evaluate(() => {
      const { terminal } = document.querySelector(".screen") as unknown as { terminal: { paste(text: string): void } };
      terminal.paste("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n".repeat(16_384));
    });
    await screen.page.keyboard.press("Control+d");
    await screen.until(/\[user@docker ~\]\$$/, 0, 60_000);
    await screen.clear();
    expect(await screen.run("wc -c big.txt")).toBe("1048576 big.txt");
    await stillThere();
  });

  it("binary junk does no harm", async () => {
    await screen.run("head -c 3000 /dev/urandom | cat -v | tail -c 300", /\[user@docker ~\]\$$/);
    await screen.clear();
    await stillThere();
  });

  it("a file larger than the disk ends in No space left on device", async () => {
    expect(await screen.run("dd if=/dev/zero of=/tmp/huge bs=1M count=200000", undefined, 60_000)).toMatch(/No space left on device/);
    await screen.run("rm -f /tmp/huge");
    expect(await screen.run("head -c 700000000 /dev/urandom > /tmp/huge", undefined, 120_000)).toMatch(/No space left on device/);
    await screen.run("rm -f /tmp/huge");
    await stillThere();
  });

  it("kill -9 1 inside a container changes nothing, outside it ends the container with 137", async () => {
    await screen.run("docker run -d --name victim busybox sleep 100000");
    await screen.run("docker exec victim kill -9 1");
    expect(await screen.run("docker ps --format '{{.Names}}'")).toContain("victim");
    await screen.run("docker kill victim");
    expect(await screen.run("docker inspect -f '{{.State.ExitCode}}' victim")).toBe("137");
    await screen.run("docker rm victim");
    await stillThere();
  });

  it("a container that floods its log is stopped like any other", async () => {
    await screen.run("docker run -d --name flood busybox yes");
    await screen.page.waitForTimeout(1500);
    expect(await screen.run("docker logs --tail 2 flood")).toBe("y\ny");
    expect(await screen.run("docker rm -f flood")).toBe("flood");
    await stillThere();
  });

  it("a fork bomb meets the limit of processes, and the shell still answers", async () => {
    const own = await Screen.open(site, "?lang=en&docker=28.5.2&line-speed=0");
    await own.until(/\[user@docker ~\]\$$/);
    await own.type("bomb() { bomb | bomb & }; bomb");
    await own.page.keyboard.press("Enter");
    await own.until(/Resource temporarily unavailable/);
    await own.page.keyboard.press("Control+c");
    await own.type("echo alive $((6 * 7))");
    await own.page.keyboard.press("Enter");
    await own.until(/\nalive 42/);
    await own.close();
  });
});
