/** One conversion of printf(3) for numbers and strings. */

/** A conversion: `%-08.3f` in pieces. */
export interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** Pads and formats a string (`%s`, `%c`). */
export function formatString(conversion: Conversion, text: string): string {
  const cut = conversion.precision === undefined ? text : text.slice(0, conversion.precision);
  return conversion.flags.includes("-") ? cut.padEnd(conversion.width) : cut.padStart(conversion.width);
}

/** Formats an integer (`%d %i %o %u %x %X`); negative ones wrap at 64 bits where the conversion has no sign. */
export function formatInteger(conversion: Conversion, value: bigint): string {
  const { letter, flags, precision } = conversion;
  const signed = letter === "d" || letter === "i";
  const unsigned = signed || value >= 0n ? value : BigInt.asUintN(64, value);
  const magnitude = unsigned < 0n ? -unsigned : unsigned;
  const base = letter === "o" ? 8 : letter === "x" || letter === "X" ? 16 : 10;
  let digits = magnitude.toString(base);
  if (precision !== undefined) digits = precision === 0 && magnitude === 0n ? "" : digits.padStart(precision, "0");
  if (flags.includes("#") && magnitude !== 0n && base !== 10) digits = base === 8 ? `0${digits}` : `0x${digits}`;
  if (letter === "X") digits = digits.toUpperCase();
  return padNumber(conversion, sign(unsigned < 0n, signed ? flags : ""), digits, precision === undefined);
}

/** Formats a floating-point number (`%e %f %g` and capitals). */
export function formatFloat(conversion: Conversion, value: number): string {
  const { letter, flags } = conversion;
  const magnitude = Math.abs(value);
  const lower = letter.toLowerCase();
  let text: string;
  if (!Number.isFinite(value)) text = Number.isNaN(value) ? "nan" : "inf";
  else if (lower === "f") text = magnitude.toFixed(Math.min(conversion.precision ?? 6, 100));
  else if (lower === "e") text = exponent(magnitude, conversion.precision ?? 6);
  else text = general(magnitude, conversion.precision ?? 6, flags.includes("#"));
  if (letter !== lower) text = text.toUpperCase();
  return padNumber(conversion, sign(value < 0 || Object.is(value, -0), flags), text, Number.isFinite(value));
}

/** A whole format with one conversion for a number, as `seq -f` takes it. */
export function formatNumber(format: string, value: number): string {
  return format.replace(
    /%(?:%|([-+ #0']*)(\d*)(?:\.(\d*))?([eEfFgGaA]))/g,
    (whole, flags?: string, width?: string, precision?: string, letter?: string) =>
      letter === undefined
        ? whole.slice(1)
        : formatFloat(
            { flags: flags ?? "", width: Number(width ?? 0), precision: precision === undefined ? undefined : Number(precision), letter },
            value,
          ),
  );
}

function sign(negative: boolean, flags: string): string {
  return negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

function padNumber({ flags, width }: Conversion, sign: string, digits: string, zeroable: boolean): string {
  if (flags.includes("-")) return (sign + digits).padEnd(width);
  if (flags.includes("0") && zeroable) return sign + digits.padStart(width - sign.length, "0");
  return (sign + digits).padStart(width);
}

function exponent(magnitude: number, precision: number): string {
  return magnitude.toExponential(Math.min(precision, 100)).replace(/e([+-])(\d)$/, "e$10$2");
}

function general(magnitude: number, precision: number, keepZeros: boolean): string {
  const digits = Math.max(1, precision);
  const power = magnitude === 0 ? 0 : Number(magnitude.toExponential(Math.min(digits - 1, 100)).split("e")[1]);
  const scientific = power < -4 || power >= digits;
  const text = scientific ? exponent(magnitude, digits - 1) : magnitude.toFixed(Math.min(Math.max(0, digits - 1 - power), 100));
  if (keepZeros) return text;
  return scientific ? text.replace(/\.?0*e/, "e") : text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
