import type { ContainerCreateRequest } from "#api";
import { StatusError } from "../command/errors.ts";
import type { Flags } from "../command/flags.ts";
import { quote } from "../go/quote.ts";
import type { Call, Run } from "../run.ts";
import type { Session } from "../session.ts";
import { createContainer } from "./create-container.ts";
import { parseContainer } from "./options/parse.ts";

/** `docker create`: the id of the new container. */
export const run: Run = async (call) => {
  const { session, flags } = call;
  checkPull(session, flags, "create");
  const request = await parseOrRefuse(call, "create");
  await session.out(`${await createContainer(session, flags, request)}\n`);
};

/** The request that the flags mean; what they refuse is told as `docker run` and `docker create` do, with 125. */
export async function parseOrRefuse({ session, flags, args }: Call, name: "run" | "create"): Promise<ContainerCreateRequest> {
  const [image = "", ...command] = args;
  await session.server();
  try {
    return parseContainer(session, flags, image, command);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "Error") throw error;
    throw refusal(session, error.message, name);
  }
}

/** `--pull` takes three values. */
export function checkPull(session: Session, flags: Flags, name: "run" | "create"): void {
  if (!flags.has("pull")) return;
  const value = flags.text("pull");
  if (["always", "missing", "never", ""].includes(value)) return;
  throw refusal(
    session,
    `invalid pull option: '${value}': must be one of ${quote("always")}, ${quote("missing")} or ${quote("never")}`,
    name,
  );
}

function refusal(session: Session, message: string, name: string): StatusError {
  const template = session.release.texts.runError.replace("docker run", `docker ${name}`);
  return new StatusError(
    template.replace("{}", () => (template.includes("{}.") ? message.replace(/\.$/, "") : message)),
    125,
  );
}
