/** Saving and restoring the daemon: its state as JSON, containers' changes and images' layers as archives. */

import { changedEntries, type Layer, layerFromTar, packParts, tarParts, treeWithChanges, unpackParts } from "#images";
import { baseTree } from "./container/base-tree.ts";
import { createLive } from "./container/create.ts";
import type { Daemon } from "./daemon.ts";
import { findLayer, layersOf } from "./image/add.ts";
import { raiseBridge } from "./network/networks.ts";
import type { ContainerRecord, EngineState } from "./store/state.ts";

/** Plain data: can be cloned, and turned into JSON apart from the bytes. */
export interface EngineSnapshot {
  readonly version: 1;
  /** The collections as lists of entries. */
  readonly state: { readonly [K in keyof EngineState]: readonly (readonly [string, unknown])[] };
  /** Archives of layers by chain id, lowest first, packed with their holes (packParts). */
  readonly layers: readonly {
    readonly chainId: string;
    readonly diffId: string;
    readonly parent: string | undefined;
    readonly tar: Uint8Array;
  }[];
  readonly images: readonly { readonly id: string; readonly config: Uint8Array; readonly layer: string | undefined }[];
  /** What containers changed (packed like layers), and their image's top layer. */
  readonly containers: readonly { readonly id: string; readonly layer: string | undefined; readonly changes: Uint8Array }[];
}

export async function takeSnapshot(daemon: Daemon): Promise<EngineSnapshot> {
  const { state } = daemon.store;
  const layers = new Map<string, Layer>();
  const tops = [...daemon.layers.values()].map((one) => one.layer).concat([...daemon.containerLayers.values()]);
  for (const top of tops) for (const layer of layersOf(top)) layers.set(layer.chainId, layer);
  return {
    version: 1,
    state: {
      containers: [...state.containers].map(([id, container]) => [id, stopped(container, daemon.clock.now())] as const),
      images: [...state.images],
      references: [...state.references],
      volumes: [...state.volumes],
      networks: [...state.networks],
      execs: [],
    },
    layers: await Promise.all(
      [...layers.values()].map(async (layer) => ({
        chainId: layer.chainId,
        diffId: layer.diffId,
        parent: layer.parent?.chainId,
        tar: await whole(layer.tar()),
      })),
    ),
    images: [...daemon.layers].map(([id, { config, layer }]) => ({ id, config, layer: layer?.chainId })),
    containers: [...daemon.live].map(([id, live]) => ({
      id,
      layer: daemon.containerLayers.get(id)?.chainId,
      changes: packParts(tarParts(changedEntries(live.base, live.root.snapshot()))),
    })),
  };
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return packParts(all);
}

/** A container as it is after the machine was switched off. */
function stopped(container: ContainerRecord, now: number): ContainerRecord {
  const { state } = container;
  const endpoints = Object.fromEntries(Object.entries(container.endpoints).map(([name, one]) => [name, { ...one, joined: undefined }]));
  const rest = { ...container, endpoints, ports: null, execIds: [] };
  if (state.kind !== "running" && state.kind !== "paused" && state.kind !== "restarting") return rest;
  return {
    ...rest,
    state: {
      kind: "exited",
      exitCode: state.kind === "restarting" ? state.exitCode : 137,
      error: "",
      startedAt: state.startedAt,
      finishedAt: now,
      oomKilled: false,
    },
  };
}

export async function restoreEngine(daemon: Daemon, snapshot: EngineSnapshot): Promise<void> {
  const layers = new Map<string, Layer>();
  for (const { chainId, diffId, parent, tar } of inOrder(snapshot.layers)) {
    const known = findLayer(daemon, chainId as `sha256:${string}`);
    layers.set(
      chainId,
      known ??
        (await layerFromTar(unpackParts(tar), parent === undefined ? undefined : layers.get(parent), {
          diffId: diffId as `sha256:${string}`,
        })),
    );
  }
  const layerOf = (chainId: string | undefined): Layer | undefined => (chainId === undefined ? undefined : layers.get(chainId));
  for (const bridge of daemon.bridges.values()) bridge.remove();
  daemon.bridges.clear();
  for (const { id, config, layer } of snapshot.images) daemon.layers.set(id, { config, layer: layerOf(layer) });
  const maps = Object.fromEntries(Object.entries(snapshot.state).map(([key, entries]) => [key, new Map(entries)]));
  daemon.store.replace({ ...daemon.store.state, ...maps } as EngineState);
  for (const network of daemon.store.state.networks.values()) raiseBridge(daemon, network);
  for (const { id, layer, changes } of snapshot.containers) {
    const record = daemon.store.state.containers.get(id);
    if (!record) continue;
    daemon.containerLayers.set(id, layerOf(layer));
    const base = baseTree(layerOf(layer), record.created);
    daemon.live.set(id, createLive(daemon, record, await treeWithChanges(base, unpackParts(changes))));
  }
}

function inOrder<L extends { readonly chainId: string; readonly parent: string | undefined }>(layers: readonly L[]): readonly L[] {
  const byId = new Map(layers.map((layer) => [layer.chainId, layer]));
  const done = new Set<string>();
  const result: L[] = [];
  const add = (layer: L): void => {
    if (done.has(layer.chainId)) return;
    const parent = layer.parent === undefined ? undefined : byId.get(layer.parent);
    if (parent) add(parent);
    done.add(layer.chainId);
    result.push(layer);
  };
  for (const layer of layers) add(layer);
  return result;
}
