import { fileURLToPath } from "node:url";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, type Page, chromium as playwright } from "playwright-core";
import { type PreviewServer, preview } from "vite";

/** The built site in a real browser. */
export interface Site {
  readonly browser: Browser;
  readonly url: string;
  close(): Promise<void>;
}

/** Serves dist/page and starts Chromium: the one that comes with npm, or the one that DRYDOCK_CHROMIUM names. */
export async function openSite(): Promise<Site> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const server: PreviewServer = await preview({
    root: `${root}src/apps/page`,
    configFile: `${root}vite.config.ts`,
    preview: { port: 0, open: false },
    logLevel: "error",
  });
  const browser = await launch();
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("the preview server has no address");
  return {
    browser,
    url,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

export async function launch(): Promise<Browser> {
  const own = process.env["DRYDOCK_CHROMIUM"];
  // These two make the browser die with its first closed context.
  const args = chromium.args.filter((arg) => arg !== "--single-process" && arg !== "--no-zygote");
  return playwright.launch({ executablePath: own ?? (await chromium.executablePath()), args, headless: true });
}

/** A page with a machine, typed at like a person would. */
export class Screen {
  readonly page: Page;
  readonly context: BrowserContext;
  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.context = context;
  }

  /** Opens the site in a context of its own; `query` as in `?lang=ko`. */
  static async open(site: Site, query: string, size: { width: number; height: number } = { width: 1280, height: 800 }): Promise<Screen> {
    const context = await site.browser.newContext({ viewport: size, locale: "en-US", permissions: ["clipboard-read", "clipboard-write"] });
    const page = await context.newPage();
    await page.goto(`${site.url}${query}`);
    return new Screen(page, context);
  }

  /** Everything in a terminal's buffer, wrapped lines joined. */
  async text(terminal = 0): Promise<string> {
    return this.page.evaluate((index) => {
      interface Line {
        isWrapped: boolean;
        translateToString(trim: boolean): string;
      }
      interface Holder {
        terminal?: { buffer: { active: { length: number; getLine(y: number): Line | undefined } } };
      }
      const holder = document.querySelectorAll(".screen")[index] as unknown as Holder | undefined;
      const buffer = holder?.terminal?.buffer.active;
      if (buffer === undefined) return "";
      let text = "";
      for (let y = 0; y < buffer.length; y++) {
        const line = buffer.getLine(y);
        if (line === undefined) continue;
        text += (y > 0 && !line.isWrapped ? "\n" : "") + line.translateToString(true);
      }
      return text.trimEnd();
    }, terminal);
  }

  /** Waits until the text after `from` matches, or the whole when the screen was cleared; gives that text. Fails with what the screen shows instead. */
  async until(pattern: RegExp, from = 0, timeout = 20_000, terminal = 0): Promise<string> {
    const end = Date.now() + timeout;
    let shown = "";
    while (Date.now() < end) {
      const text = await this.text(terminal);
      shown = text.length < from ? text : text.slice(from);
      if (pattern.test(shown)) return shown;
      await this.page.waitForTimeout(25);
    }
    throw new Error(`waited ${timeout} ms for ${pattern}, the screen shows:\n${shown.slice(-2000)}`);
  }

  /** Types a line, waits for the next prompt (or `ends`), gives what appeared after the typed line. */
  async run(line: string, ends: RegExp = /(^|\n)\[(user|root)@docker [^\]]*\][$#]$/, timeout = 20_000): Promise<string> {
    const from = (await this.text()).length;
    await this.type(line);
    await this.page.keyboard.press("Enter");
    const shown = await this.until(ends, from, timeout);
    const lines = shown.split("\n");
    return lines.slice(1, -1).join("\n");
  }

  /** Throws away everything above the prompt. */
  clear(): Promise<void> {
    return this.page.evaluate(() => (document.querySelector(".screen") as unknown as { terminal: { clear(): void } }).terminal.clear());
  }

  async type(text: string): Promise<void> {
    if (/^[\x20-\x7e]*$/.test(text)) await this.page.keyboard.type(text);
    else for (const character of text) await this.page.keyboard.insertText(character);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
