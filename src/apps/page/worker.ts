/** The machine's worker: real time and chance, the browser's storage, and messages; all else is the machine's. */

import type { FromMachine, ToMachine } from "#machine/protocol";
import { serveMachine } from "#machine/serve";
import { storage } from "./storage.ts";

/** The page's folder: the built worker is in its assets/. */
const SITE = new URL(import.meta.env.PROD ? "../" : "/", location.href);

const scope = self as unknown as {
  postMessage(message: FromMachine, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToMachine>) => void) | null;
};

const receive = serveMachine({
  clock: {
    now: () => performance.timeOrigin + performance.now(),
    after(ms, callback) {
      if (ms <= 0) return soon(callback);
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  },
  random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
  storage,
  fetch: async (path) => {
    const response = await fetch(new URL(path, SITE));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },
  send: (message) => scope.postMessage(message, []),
});
scope.onmessage = (event) => receive(event.data);

/** A turn of the event loop without setTimeout's four milliseconds: lets messages in between. */
const channel = new MessageChannel();
const waiting: { callback: (() => void) | undefined }[] = [];
channel.port1.onmessage = () => waiting.shift()?.callback?.();
function soon(callback: () => void): () => void {
  const entry: { callback: (() => void) | undefined } = { callback };
  waiting.push(entry);
  channel.port2.postMessage(undefined);
  return () => {
    entry.callback = undefined;
  };
}
