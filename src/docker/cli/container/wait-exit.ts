import type { Session } from "../session.ts";

/** Starts to wait for a container's exit or removal; `status` gives the exit status, 125 when waiting fails. */
export async function waitExit(session: Session, id: string, removed: boolean): Promise<{ readonly status: Promise<number> }> {
  const client = await session.client();
  const { result } = await client.container.wait(id, removed ? "removed" : "next-exit");
  const status = result.then(
    async ({ StatusCode, Error: failure }) => {
      if (!failure) return StatusCode;
      await session.err(`Error waiting for container: ${failure.Message}\n`);
      return 125;
    },
    async (error: unknown) => {
      if (!(error instanceof Error)) throw error;
      await session.err(`error waiting for container: ${error.message}\n`);
      return 125;
    },
  );
  status.catch(() => undefined);
  return { status };
}
