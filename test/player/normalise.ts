/** What is chance between two runs of the same commands, or comes from the recordings' stand-in images, becomes a placeholder. */

const RULES: readonly (readonly [RegExp, string])[] = [
  // Identities.
  [/\bsha256:[0-9a-f]{64}\b/g, "<digest>"],
  [/\b[0-9a-f]{64}\b/g, "<id>"],
  [/\b[0-9a-f]{32}\b/g, "<id>"],
  [/\b[0-9a-f]{12}\b/g, "<id>"],
  [/\b02:42(:[0-9a-f]{2}){4}\b/g, "<mac>"],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, "<mac>"],
  [/\b(docker-builder|tmp\.)[0-9A-Za-z]+/g, "$1<temp>"],
  // Times and ages.
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?(?: (?:UTC|KST|GMT))?/g, "<time>"],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:[A-Z][a-z]{2} +\d+|\d+ [A-Z][a-z]{2}) [\d: .]+(?:[A-Z]+ )?(?:\d{4})?/g, "<time>"],
  [/\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ +(?:\d\d:\d\d|\d{4})\b/g, "<time>"],
  [/ *\d{1,2}월 +\d{1,2}일? +(?:\d\d:\d\d|\d{4})/g, " <time>"],
  [/\b(?:Less than a second|About an? (?:minute|hour)|\d+ (?:second|minute|hour|day|week|month|year)s?)\b/g, "<age>"],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?\b/g, "<clock>"],
  [/\b\d\d:\d\d\b(?=\s)/g, "<clock>"],
  [/\btime=[\d.]+ ms/g, "time=<ms>"],
  // Versions of what the recorded engines were built with.
  [/\bgo1\.\d+(?:\.\d+)?\b/g, "<go>"],
  // Quantities.
  [/^(?:total|합계) \d+$/, "<total>"],
  [/\b\d+(?:\.\d+)?(?:e\+\d+)? ?(?:B|kB|KB|MB|GB|KiB|MiB|GiB)\b/g, "<size>"],
  [/\b\d+\.\d+%/g, "<percent>"],
  [/"(?:Size|VirtualSize|Pid|SizeRw|SizeRootFs)": \d+/g, '"<number>"'],
  // Numbers of processes, and what they happened to use.
  [/^(\[\d+\][+-]?) \d+$/, "$1 <pid>"],
  [/^(\S+)(?: +[\d.]+){3,6}(?= +(?:<clock>|pts\/\d+|\?) )/, "$1 <numbers>"],
  [/(?<=<numbers> +(?:<clock>  )?(?:pts\/\d+|\?)) +\S+ +<clock> +\d+:\d\d /, "  <usage>  "],
  // Names that the engine makes up.
  [/\b[a-z]+_[a-z]+\d?\b(?=$|\s)/g, "<name>"],
  // The post's host has SELinux, the recordings' has not.
  [/^([-dlbcps][-rwxsStT]{9})\./, "$1"],
  [/(?<=^[-dlbcps][-rwxsStT]{9}\s+\d+ \S+ \S+\s+)\d+/, "<bytes>"],
];

/** Lines as they are compared: placeholders in, runs of spaces folded, repeats of the same line once. */
export function normalise(lines: readonly string[]): string[] {
  const result: string[] = [];
  for (const line of lines) {
    let text = line;
    for (const [pattern, placeholder] of RULES) text = text.replace(pattern, placeholder);
    text = text.replace(/ {2,}/g, "  ").trimEnd();
    if (text !== result[result.length - 1]) result.push(text);
  }
  return result;
}
