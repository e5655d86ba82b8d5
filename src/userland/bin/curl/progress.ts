/** curl's table of progress on standard error. */

import { print, STDERR, type Sys } from "#abi";

const HEAD =
  "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n" +
  "                                 Dload  Upload   Total   Spent    Left  Speed\n";

export interface Progress {
  start(): Promise<void>;
  /** Bytes so far; `total` when it is known. Draws at most once a second. */
  update(received: number, total: number | undefined): Promise<void>;
  end(received: number, total: number | undefined): Promise<void>;
}

export const NO_PROGRESS: Progress = { start: async () => undefined, update: async () => undefined, end: async () => undefined };

export function progressMeter(sys: Sys): Progress {
  const began = sys.uptime();
  let drawn = 0;
  const draw = async (received: number, total: number | undefined) => {
    const spent = Math.max((sys.uptime() - began) / 1000, 0.001);
    await print(sys, row(received, total, spent), STDERR);
  };
  return {
    start: () => print(sys, `${HEAD}${row(0, undefined, 0)}`, STDERR),
    async update(received, total) {
      const now = sys.uptime();
      if (now - began < 1000 || now - drawn < 1000) return;
      drawn = now;
      await draw(received, total);
    },
    async end(received, total) {
      await draw(received, total ?? received);
      await print(sys, "\n", STDERR);
    },
  };
}

/** One line, from the carriage return on. */
function row(received: number, total: number | undefined, spent: number): string {
  const percent = total === undefined ? 0 : total === 0 ? 100 : Math.floor((received * 100) / total);
  const speed = spent === 0 ? 0 : Math.floor(received / spent);
  const left = total === undefined || speed === 0 ? 0 : Math.floor((total - received) / speed);
  const whole = total === undefined || speed === 0 ? 0 : Math.floor(total / speed);
  const share = String(percent).padStart(3);
  const numbers = `${share} ${five(total ?? received)}  ${share} ${five(received)}    0 ${five(0)}  ${five(speed)}  ${five(0)}`;
  return `\r${numbers} ${time(whole)} ${time(Math.floor(spent))} ${time(left)} ${five(speed)}`;
}

/** A number in five places: `12345`, ` 123k`, `12.3M`. */
export function five(value: number): string {
  if (value < 100_000) return String(value).padStart(5);
  if (value < 10_000 * 1024) return `${Math.floor(value / 1024)}k`.padStart(5);
  const megas = value / 1048576;
  if (megas < 100) return `${Math.floor(megas)}.${Math.floor((megas * 10) % 10)}M`.padStart(5);
  if (megas < 10_000) return `${Math.floor(megas)}M`.padStart(5);
  return `${Math.floor(megas / 1024)}G`.padStart(5);
}

function time(seconds: number): string {
  if (seconds <= 0) return "--:--:--";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
