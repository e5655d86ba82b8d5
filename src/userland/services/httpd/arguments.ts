/** The command line of httpd(8). */

export type HttpdArguments =
  | { readonly kind: "usage"; readonly message: string }
  | { readonly kind: "version" }
  | {
      readonly kind: "run";
      readonly root: string;
      readonly file: string;
      readonly foreground: boolean;
      readonly test: boolean;
      /** -k */
      readonly signal: string | undefined;
      /** -C and -c */
      readonly directives: readonly string[];
      /** As the log writes it: each option apart from its value. */
      readonly commandLine: string;
    };

const WITH_VALUE = "DdfCcekT";

export function parseArguments(args: readonly string[]): HttpdArguments {
  let root = "/usr/local/apache2";
  let file = "conf/httpd.conf";
  let signal: string | undefined;
  let test = false;
  const defines = new Set<string>();
  const directives: string[] = [];
  const written = ["httpd"];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    const letter = argument.charAt(1);
    if (!/^-[A-Za-z]/.test(argument)) return { kind: "usage", message: `httpd: illegal option -- ${argument}\n` };
    const takesValue = WITH_VALUE.includes(letter);
    const value = takesValue ? (argument.length > 2 ? argument.slice(2) : args[++at]) : undefined;
    if (takesValue && value === undefined) return { kind: "usage", message: `httpd: option requires an argument -- ${letter}\n` };
    written.push(`-${letter}`, ...(value === undefined ? [] : [value]));
    switch (letter) {
      case "v":
      case "V":
        return { kind: "version" };
      case "h":
        return { kind: "usage", message: "" };
      case "t":
      case "S":
        test = true;
        break;
      case "D":
        defines.add(value ?? "");
        break;
      case "d":
        root = value ?? root;
        break;
      case "f":
        file = value ?? file;
        break;
      case "C":
      case "c":
        directives.push(value ?? "");
        break;
      case "k":
        signal = value;
        break;
      case "X":
        defines.add("FOREGROUND");
        break;
      case "e":
      case "E":
      case "l":
      case "L":
      case "M":
      case "T":
        break;
      default:
        return { kind: "usage", message: `httpd: illegal option -- ${letter}\n` };
    }
  }
  return { kind: "run", root, file, foreground: defines.has("FOREGROUND"), test, signal, directives, commandLine: written.join(" ") };
}

export function USAGE(name: string): string {
  const indent = " ".repeat(`Usage: ${name} `.length);
  return `Usage: ${name} [-D name] [-d directory] [-f file]\n${indent}[-C "directive"] [-c "directive"]\n${indent}[-k start|restart|graceful|graceful-stop|stop]\n${indent}[-v] [-V] [-h] [-l] [-L] [-t] [-T] [-S] [-X]\n`;
}
