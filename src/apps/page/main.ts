/** The page's entry: switches the machine on first, then loads what draws. */

import { startMachine } from "./machine.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings();
document.documentElement.lang = settings.language;
const machine = startMachine(settings);
const { showPage } = await import("./page.ts");
showPage(machine, settings);
