import { csvFields } from "../../go/csv.ts";
import { atoi } from "../../go/numbers.ts";

/** `--network`: a name, or the long form with its options. */
export interface NetworkAttachment {
  readonly target: string;
  readonly aliases: readonly string[];
  readonly driverOpts: Readonly<Record<string, string>> | undefined;
  readonly links: readonly string[];
  readonly ipv4: string;
  readonly ipv6: string;
  readonly linkLocal: readonly string[];
  readonly mac: string;
  readonly priority: number;
}

export const NO_ATTACHMENT: NetworkAttachment = {
  target: "",
  aliases: [],
  driverOpts: undefined,
  links: [],
  ipv4: "",
  ipv6: "",
  linkLocal: [],
  mac: "",
  priority: 0,
};

/** Throws an Error with docker's text. */
export function parseNetwork(text: string): NetworkAttachment {
  if (!/\w+=\w+(,\w+=\w+)*/.test(text)) return { ...NO_ATTACHMENT, target: text };
  let attachment = NO_ATTACHMENT;
  for (const field of csvFields(text)) {
    const [key, value] = cutLower(field, `invalid field ${field}`);
    attachment = withField(attachment, key, value);
  }
  if (attachment.target === "") throw new Error("network name/id is not specified");
  return attachment;
}

function withField(attachment: NetworkAttachment, key: string, value: string): NetworkAttachment {
  switch (key) {
    case "name":
      return { ...attachment, target: value };
    case "alias":
      return { ...attachment, aliases: [...attachment.aliases, value] };
    case "ip":
      return { ...attachment, ipv4: value };
    case "ip6":
      return { ...attachment, ipv6: value };
    case "mac-address":
      return { ...attachment, mac: value };
    case "link-local-ip":
      return { ...attachment, linkLocal: [...attachment.linkLocal, value] };
    case "driver-opt": {
      const [name, option] = cutLower(value, "invalid key value pair format in driver options");
      return { ...attachment, driverOpts: { ...attachment.driverOpts, [name]: option } };
    }
    case "gw-priority":
      return { ...attachment, priority: priority(value) };
    default:
      throw new Error(`invalid field key ${key}`);
  }
}

function priority(text: string): number {
  try {
    return atoi(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(`invalid gw-priority (${text}): ${error.message.replace(/^.*: /, "")}`);
  }
}

function cutLower(text: string, refusal: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new Error(refusal);
  return [
    text.slice(0, at).toLowerCase().trim(),
    text
      .slice(at + 1)
      .toLowerCase()
      .trim(),
  ];
}
