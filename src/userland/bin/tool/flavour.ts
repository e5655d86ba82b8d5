/** Whether a utility runs as GNU's own program or as an applet of busybox, whose messages and formats differ. */

import type { Sys } from "#abi";

export type Flavour = "gnu" | "busybox";

const applets = new WeakSet<Sys>();

/** The sys of an applet: the same process under another argv, marked as busybox'. */
export function appletSys(sys: Sys, argv: readonly string[]): Sys {
  const applet = new Proxy(sys, {
    get(target, key) {
      if (key === "argv") return argv;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  applets.add(applet);
  return applet;
}

/** Marks a process that was called by an applet's name. */
export function markApplet(sys: Sys): void {
  applets.add(sys);
}

export function flavourOf(sys: Sys): Flavour {
  return applets.has(sys) ? "busybox" : "gnu";
}
