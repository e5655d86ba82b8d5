import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, Screen, type Site } from "./page.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const PROMPT = /\[user@docker ~\]\$$/;

describe("the page", () => {
  it("keeps the machine over a reload, with the containers that ran; Reset brings a new one, Undo the old one back", async () => {
    const screen = await Screen.open(site, "?lang=en&docker=19.03.12&line-speed=0");
    await screen.until(PROMPT);
    await screen.run("docker run -d --name keeper busybox sleep 100000");
    await screen.run("docker run --name ended busybox sh -c 'echo kept > /note'");
    await screen.run("docker volume create data");
    await screen.run("docker run --rm -v data:/d busybox sh -c 'echo v > /d/f'");
    await screen.run("echo hello > note.txt");
    await screen.page.waitForTimeout(2500);
    await screen.page.reload();
    await screen.until(PROMPT);
    expect(await screen.run("cat note.txt")).toBe("hello");
    expect(await screen.run("docker ps --format '{{.Names}} {{.Status}}'")).toMatch(/^keeper Up /);
    expect(await screen.run("docker cp ended:/note - | tar xO")).toBe("kept");
    expect(await screen.run("docker run --rm -v data:/d busybox cat /d/f")).toBe("v");
    await screen.page.getByRole("button", { name: "Reset" }).first().click();
    await screen.page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
    await screen.until(PROMPT);
    expect(await screen.run("ls")).toBe("");
    await screen.page.getByRole("button", { name: "Undo" }).click();
    await screen.until(PROMPT);
    await screen.page.locator(".screen").click();
    expect(await screen.run("cat note.txt")).toBe("hello");
    await screen.close();
  });

  it("has a second terminal on the same machine", async () => {
    const screen = await Screen.open(site, "?lang=en&docker=28.5.2&line-speed=0");
    await screen.until(PROMPT);
    await screen.run("docker run -d --name web busybox sleep 100000");
    await screen.page.getByRole("button", { name: "Second terminal" }).click();
    await screen.until(PROMPT, 0, 20_000, 1);
    await screen.page.keyboard.type("docker ps --format '{{.Names}}'");
    await screen.page.keyboard.press("Enter");
    await screen.until(/\nweb\n/, 0, 20_000, 1);
    await screen.page.getByRole("button", { name: "Close second terminal" }).click();
    expect(await screen.page.locator(".screen").count()).toBe(1);
    expect(await screen.run("echo still here")).toBe("still here");
    await screen.close();
  });

  it("tells the release and the language, and changes both", async () => {
    const screen = await Screen.open(site, "?lang=en&docker=19.03.12");
    await screen.until(PROMPT);
    expect(await screen.run("docker --version")).toBe("Docker version 19.03.12, build 48a66213fe");
    await screen.page.getByLabel("Docker").selectOption("28.5.2");
    await screen.until(PROMPT);
    expect(await screen.run("docker --version")).toMatch(/^Docker version 28\.5\.2, build /);
    expect(screen.page.url()).toContain("docker=28.5.2");
    await screen.page.getByLabel("Language").selectOption("ko");
    await screen.until(PROMPT);
    expect(await screen.run("echo $LANG")).toBe("ko_KR.UTF-8");
    await screen.page.getByRole("button", { name: "초기화" }).first().waitFor();
    await screen.close();
  });

  it("takes Korean at the prompt: typing, moving, erasing", async () => {
    const screen = await Screen.open(site, "?lang=ko");
    await screen.until(PROMPT);
    await screen.type("echo 안녕하세요 도커");
    for (let i = 0; i < 2; i++) await screen.page.keyboard.press("Backspace");
    await screen.type("부두");
    await screen.page.keyboard.press("Home");
    for (let i = 0; i < 5; i++) await screen.page.keyboard.press("ArrowRight");
    await screen.page.keyboard.press("Delete");
    await screen.type("반");
    expect(await screen.run("")).toBe("반녕하세요 부두");
    const column = await screen.page.evaluate(
      () =>
        (document.querySelector(".screen") as unknown as { terminal: { buffer: { active: { cursorX: number } } } }).terminal.buffer.active
          .cursorX,
    );
    expect(column).toBe(17);
    await screen.close();
  });

  it("follows its window, narrow ones too, and its theme", async () => {
    const screen = await Screen.open(site, "?lang=en&theme=dark", { width: 360, height: 640 });
    await screen.until(PROMPT);
    const columns = Number(/ (\d+)$/.exec(await screen.run("stty size"))?.[1]);
    expect(columns).toBeLessThan(50);
    expect(await screen.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await screen.page.setViewportSize({ width: 1280, height: 720 });
    await screen.page.waitForTimeout(300);
    expect(Number(/ (\d+)$/.exec(await screen.run("stty size"))?.[1])).toBeGreaterThan(100);
    expect(await screen.page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
    await screen.page.getByLabel("Theme").selectOption("light");
    expect(await screen.page.evaluate(() => document.documentElement.dataset["theme"])).toBe("light");
    await screen.close();
  });

  it("reads the terminal's output to screen readers when asked", async () => {
    const screen = await Screen.open(site, "?lang=en");
    await screen.until(PROMPT);
    await screen.page.getByRole("button", { name: "Screen reader" }).click();
    await screen.page.locator(".screen").click();
    await screen.run("echo spoken words");
    await screen.page.locator(".xterm-accessibility-tree", { hasText: "spoken words" }).waitFor({ state: "attached" });
    await screen.close();
  });

  it("offers a new session when the shell ends", async () => {
    const screen = await Screen.open(site, "?lang=en");
    await screen.until(PROMPT);
    await screen.type("exit");
    await screen.page.keyboard.press("Enter");
    await screen.until(/session ended with status 0/);
    await screen.page.keyboard.press("Enter");
    await screen.until(PROMPT);
    await screen.close();
  });

  it("completes docker's words and its objects by Tab", async () => {
    const screen = await Screen.open(site, "?lang=en&docker=28.5.2&line-speed=0");
    await screen.until(PROMPT);
    await screen.run("docker run -d --name lighthouse busybox sleep 100000");
    await screen.type("docker insp");
    await screen.page.keyboard.press("Tab");
    await screen.page.waitForTimeout(300);
    await screen.type("-f '{{.Name}}' lighth");
    await screen.page.keyboard.press("Tab");
    await screen.page.waitForTimeout(300);
    expect(await screen.run("")).toBe("/lighthouse");
    await screen.close();
  });
});
