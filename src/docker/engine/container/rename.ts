import type { Daemon } from "../daemon.ts";
import { ApiError, invalid } from "../errors.ts";
import { reserveName } from "./create.ts";
import { emitContainer, findContainer } from "./find.ts";

/** POST /containers/ID/rename */
export function renameContainer(daemon: Daemon, wanted: string, newName: string): void {
  if (wanted === "" || newName === "") throw invalid("Neither old nor new names may be empty");
  const container = findContainer(daemon, wanted);
  const name = newName.replace(/^\//, "");
  if (name === container.name) throw invalid("Renaming a container with the same name as its current name");
  try {
    reserveName(daemon, name, `/${name}`);
  } catch (error) {
    if (error instanceof ApiError) throw new ApiError(error.status, `Error when allocating new name: ${error.message}`);
    throw error;
  }
  daemon.store.container(container.id, { name });
  emitContainer(daemon, findContainer(daemon, container.id), "rename", { oldName: `/${container.name}` });
}
