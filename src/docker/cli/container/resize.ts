import type { Session } from "../session.ts";

/** Gives a container's (or an exec's) terminal the size of ours, now and whenever it changes. */
export async function followSize(session: Session, id: string, kind: "container" | "exec"): Promise<void> {
  const { sys } = session;
  const resize = async (): Promise<boolean> => {
    const { rows, columns } = sys.getWindowSize(1);
    if (rows === 0 && columns === 0) return true;
    const client = await session.client();
    try {
      await client[kind].resize(id, { height: rows, width: columns });
      return true;
    } catch (error) {
      // It may not run yet, or not any more.
      if (!(error instanceof Error)) throw error;
      return false;
    }
  };
  sys.signal("SIGWINCH", { handle: () => void resize(), interrupt: false });
  if (!(await resize())) void retry(session, resize);
}

async function retry({ sys }: Session, resize: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; attempt <= 10; attempt++) {
    await sys.sleep(attempt * 10);
    if (await resize()) return;
  }
}
