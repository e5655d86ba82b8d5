import type { Shell } from "../run/shell.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
// Zones whose rules are simply an offset; others are told in UTC.
const ZONES: Readonly<Record<string, readonly [number, string]>> = {
  "Asia/Seoul": [540, "KST"],
  "KST-9": [540, "KST"],
  "Asia/Tokyo": [540, "JST"],
  "JST-9": [540, "JST"],
};

const two = (value: number, fill = "0") => String(value).padStart(2, fill);

/** strftime(3) for the conversions that prompts and printf %(…)T use; English names. `at` in milliseconds since the epoch. */
export function strftime(shell: Shell, format: string, at: number): string {
  const [offset, zone] = ZONES[shell.variables.get("TZ") ?? ""] ?? [0, "UTC"];
  const date = new Date(at + offset * 60_000);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const [hours, minutes, seconds] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const hour12 = hours % 12 === 0 ? 12 : hours % 12;
  const dayOfYear = Math.floor((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
  const one = (letter: string): string | undefined => {
    switch (letter) {
      case "a":
        return DAYS[date.getUTCDay()]?.slice(0, 3);
      case "A":
        return DAYS[date.getUTCDay()];
      case "b":
      case "h":
        return MONTHS[month]?.slice(0, 3);
      case "B":
        return MONTHS[month];
      case "c":
        return `${one("a")} ${one("b")} ${two(day, " ")} ${one("T")} ${year}`;
      case "C":
        return two(Math.floor(year / 100));
      case "d":
        return two(day);
      case "D":
      case "x":
        return `${two(month + 1)}/${two(day)}/${two(year % 100)}`;
      case "e":
        return two(day, " ");
      case "F":
        return `${year}-${two(month + 1)}-${two(day)}`;
      case "H":
        return two(hours);
      case "I":
        return two(hour12);
      case "j":
        return String(dayOfYear).padStart(3, "0");
      case "k":
        return two(hours, " ");
      case "l":
        return two(hour12, " ");
      case "m":
        return two(month + 1);
      case "M":
        return two(minutes);
      case "n":
        return "\n";
      case "p":
        return hours < 12 ? "AM" : "PM";
      case "r":
        return `${two(hour12)}:${two(minutes)}:${two(seconds)} ${hours < 12 ? "AM" : "PM"}`;
      case "R":
        return `${two(hours)}:${two(minutes)}`;
      case "s":
        return String(Math.floor(at / 1000));
      case "S":
        return two(seconds);
      case "t":
        return "\t";
      case "T":
      case "X":
        return `${two(hours)}:${two(minutes)}:${two(seconds)}`;
      case "u":
        return String(date.getUTCDay() || 7);
      case "w":
        return String(date.getUTCDay());
      case "y":
        return two(year % 100);
      case "Y":
        return String(year);
      case "z":
        return `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
      case "Z":
        return zone;
      case "%":
        return "%";
      default:
        return undefined;
    }
  };
  return format.replace(/%[-_0^#EO]?([a-zA-Z%])/g, (whole, letter: string) => {
    const text = one(letter);
    if (text === undefined) return whole;
    return whole.startsWith("%-") ? text.replace(/^[0 ]+(?=.)/, "") : text;
  });
}
