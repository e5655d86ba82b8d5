import type { Session } from "./session.ts";

/** Asks a question that only `y` answers with yes. */
export async function confirm(session: Session, question: string): Promise<boolean> {
  await session.out(`${question} [y/N] `);
  let line = "";
  while (!line.includes("\n")) {
    const chunk = await session.sys.read(0);
    if (chunk.length === 0) break;
    line += new TextDecoder().decode(chunk);
  }
  return line.split("\n")[0]?.trim().toLowerCase() === "y";
}

const SURE = "Are you sure you want to continue?";

export interface Pruned {
  readonly text: string;
  /** Bytes; undefined where the daemon doesn't count. */
  readonly reclaimed: number | undefined;
}

/** A prune command: asks, prunes, tells what went. A refusal ends it; older clients still tell that nothing was reclaimed. */
export async function pruneWith(
  session: Session,
  force: boolean,
  warning: string,
  prune: () => Promise<Pruned>,
  total: (bytes: number) => string,
): Promise<void> {
  if (!force && !(await confirm(session, `${warning}\n${SURE}`))) {
    if (session.release.behaviour.totalsRefusal) await session.out(total(0));
    return;
  }
  const { text, reclaimed } = await prune();
  if (text !== "") await session.out(`${text}\n`);
  if (reclaimed !== undefined) await session.out(total(reclaimed));
}
