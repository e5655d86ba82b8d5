/** The one writer of the daemon's state: an immer store that tells its patches. */

import { type Draft, enableMapSet, enablePatches, Immer, type Patch } from "immer";
import { type ContainerRecord, EMPTY_STATE, type EngineState, type ExecRecord } from "./state.ts";

export type { Patch } from "immer";
export type StateListener = (patches: readonly Patch[], state: EngineState) => void;

export interface Store {
  readonly state: EngineState;
  /** One operation: all its changes at once. */
  update(recipe: (draft: Draft<EngineState>) => void): void;
  /** Changes some fields of a container; nothing when it is gone. */
  container(id: string, change: Partial<ContainerRecord>): void;
  exec(id: string, change: Partial<ExecRecord>): void;
  replace(state: EngineState): void;
  subscribe(listener: StateListener): () => void;
}

export function createStore(initial: EngineState = EMPTY_STATE): Store {
  enableMapSet();
  enablePatches();
  // Freezing looks at every object of a collection after every operation; the types are readonly instead.
  const { produceWithPatches } = new Immer({ autoFreeze: false });
  let state = initial;
  const listeners = new Set<StateListener>();
  const tell = (patches: readonly Patch[]): void => {
    if (patches.length > 0) for (const listener of listeners) listener(patches, state);
  };
  const update = (recipe: (draft: Draft<EngineState>) => void): void => {
    const [next, patches] = produceWithPatches(state, (draft) => {
      recipe(draft);
    });
    state = next;
    tell(patches);
  };
  return {
    get state() {
      return state;
    },
    update,
    container(id, change) {
      update((draft) => {
        const container = draft.containers.get(id);
        if (container) Object.assign(container, change);
      });
    },
    exec(id, change) {
      update((draft) => {
        const exec = draft.execs.get(id);
        if (exec) Object.assign(exec, change);
      });
    },
    replace(next) {
      state = next;
      tell([{ op: "replace", path: [], value: next }]);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
