import { type Program, STDOUT } from "#abi";
import { isKorean } from "./tool/locale.ts";
import { Failure } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";
import { displayWidth } from "./tool/text.ts";
import { utility } from "./tool/utility.ts";
import { calendarOf, zoneOf } from "./tool/zone.ts";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WIDTH = 20;

/** cal: display a calendar. Models util-linux' cal. */
export const cal: Program = utility({
  name: "cal",
  summary: "Display a calendar, or some part of it.\nWithout any arguments, display the current month.",
  usage: "[options] [[[day] month] year]",
  package: "util-linux 2.23.2",
  options: {
    one: ["-1, --one", "show only current month (default)"],
    three: ["-3, --three", "show previous, current and next month"],
    sunday: ["-s, --sunday", "Sunday as first day of week"],
    monday: ["-m, --monday", "Monday as first day of week"],
    year: ["-y, --year", "show whole current year"],
  },
  async run(sys, { options, operands }) {
    const today = calendarOf(sys.now(), zoneOf(sys));
    const numbers = operands.map(Number);
    const year = numbers.at(-1) ?? today.year;
    const month = operands.length >= 2 ? (numbers.at(-2) ?? 1) : today.month;
    if (!Number.isInteger(year) || year < 1 || year > 9999) throw new Failure(`illegal year value: use 1-9999`);
    if (!Number.isInteger(month) || month < 1 || month > 12) throw new Failure(`illegal month value: use 1-12`);
    const korean = isKorean(sys, "LC_TIME");
    const style: Style = { korean, monday: options.monday, today: sys.isatty(STDOUT) ? [today.year, today.month, today.day].join() : "" };
    const whole = options.year || operands.length === 1;
    if (!whole) {
      const months = options.three
        ? [-1, 0, 1].map((offset) => new Date(Date.UTC(year, month - 1 + offset, 1)))
        : [new Date(Date.UTC(year, month - 1, 1))];
      await stdout(sys).print(beside(months.map((first) => page(first, true, style))));
      return 0;
    }
    await stdout(sys).print(`${centered(String(year), WIDTH * 3 + 4).trimEnd()}\n\n`);
    for (let row = 0; row < 12; row += 3)
      await stdout(sys).print(beside([0, 1, 2].map((offset) => page(new Date(Date.UTC(year, row + offset, 1)), false, style))));
    return 0;
  },
});

interface Style {
  readonly korean: boolean;
  readonly monday: boolean;
  readonly today: string;
}

function page(first: Date, withYear: boolean, { korean, monday, today }: Style): readonly string[] {
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + 1];
  const name = korean ? `${month}월` : (MONTHS[month - 1] ?? "");
  const days = korean ? ["일", "월", "화", "수", "목", "금", "토"] : ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];
  const order = monday ? [...days.slice(1), ...days.slice(0, 1)] : days;
  const lines = [centered(withYear ? `${name} ${year}` : name, WIDTH), order.join(" ")];
  const offset = (first.getUTCDay() + (monday ? 6 : 0)) % 7;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  for (let week = 0; week < 6; week++) {
    const cells = Array.from({ length: 7 }, (_, at) => {
      const day = week * 7 + at - offset + 1;
      const text = day < 1 || day > last ? "  " : String(day).padStart(2);
      return [year, month, day].join() === today ? `\x1b[7m${text}\x1b[27m` : text;
    });
    lines.push(cells.join(" "));
  }
  return lines;
}

function beside(pages: readonly (readonly string[])[]): string {
  const height = Math.max(...pages.map((lines) => lines.length));
  let text = "";
  for (let row = 0; row < height; row++) {
    const cells = pages.map((lines) => lines[row] ?? "");
    text += `${cells.map((cell, at) => (at === cells.length - 1 ? cell : cell + " ".repeat(Math.max(0, WIDTH - displayWidth(cell.replace(/\x1b\[\d+m/g, "")))))).join("  ")}\n`;
  }
  return text;
}

function centered(text: string, width: number): string {
  const left = Math.floor((width - displayWidth(text)) / 2);
  return " ".repeat(Math.max(0, left)) + text + " ".repeat(Math.max(0, width - displayWidth(text) - left));
}
