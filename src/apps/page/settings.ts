/** What the person chose: kept in the address (so that a link tells it) and in the browser. */

export const RELEASES = ["19.03.12", "28.5.2"] as const;
export const LANGUAGES = ["ko", "en"] as const;
export const THEMES = ["auto", "light", "dark"] as const;

export type Language = (typeof LANGUAGES)[number];
export type Theme = (typeof THEMES)[number];

export interface Settings {
  readonly release: (typeof RELEASES)[number];
  readonly language: Language;
  readonly theme: Theme;
  /** The terminals' output is read to screen readers: costs speed, so it is a choice. */
  readonly screenReader: boolean;
  /** Bytes a second that a pull moves at; undefined is no limit. */
  readonly lineSpeed: number | undefined;
}

const KEY = "drydock.settings";

/** About a home's line: progress bars move and nobody waits long. */
const DEFAULT_SPEED = 40_000_000;

/** Address first, then what was chosen before, then the browser's language. */
export function readSettings(): Settings {
  const address = new URLSearchParams(location.search);
  const stored = readStored();
  const pick = <T extends string>(choices: readonly T[], ...candidates: (string | null | undefined)[]): T | undefined => {
    for (const candidate of candidates) {
      const found = choices.find((choice) => choice === candidate);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const speed = address.get("line-speed");
  return {
    release: pick(RELEASES, address.get("docker"), stored["release"]) ?? RELEASES[0],
    language: pick(LANGUAGES, address.get("lang"), stored["language"]) ?? (navigator.language.startsWith("ko") ? "ko" : "en"),
    screenReader: pick(["on", "off"], address.get("screen-reader"), stored["screenReader"]) === "on",
    theme: pick(THEMES, address.get("theme"), stored["theme"]) ?? "auto",
    lineSpeed: speed === null ? DEFAULT_SPEED : Number(speed) > 0 ? Number(speed) : undefined,
  };
}

/** Remembers a choice, in the browser and in the address. */
export function storeSettings(settings: Settings): void {
  const { release, language, theme, screenReader } = settings;
  try {
    localStorage.setItem(KEY, JSON.stringify({ release, language, theme, screenReader: screenReader ? "on" : "off" }));
  } catch {
    // Storage may be forbidden in a frame: the address still tells.
  }
  const address = new URL(location.href);
  address.searchParams.set("docker", release);
  address.searchParams.set("lang", language);
  if (address.searchParams.has("theme")) address.searchParams.set("theme", theme);
  history.replaceState(null, "", address);
}

function readStored(): Record<string, string> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, string>) : {};
  } catch {
    return {};
  }
}
