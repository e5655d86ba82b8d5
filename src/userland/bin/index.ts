/** The utilities by the names that executables' stubs carry; each is loaded when it first runs. */

import type { Program } from "#abi";

export const utilities: Readonly<Record<string, () => Promise<Program>>> = {
  cat: () => import("./cat.ts").then((m) => m.cat),
  true: () => import("./true.ts").then((m) => m.trueProgram),
  false: () => import("./true.ts").then((m) => m.falseProgram),
  free: () => import("./free.ts").then((m) => m.free),
  getent: () => import("./getent.ts").then((m) => m.getent),
  gosu: () => import("./gosu.ts").then((m) => m.gosu),
  groupadd: () => import("./useradd.ts").then((m) => m.groupadd),
  groups: () => import("./id.ts").then((m) => m.groupsProgram),
  id: () => import("./id.ts").then((m) => m.id),
  kill: () => import("./kill.ts").then((m) => m.kill),
  killall: () => import("./pgrep.ts").then((m) => m.killall),
  login: () => import("./login.ts").then((m) => m.login),
  logname: () => import("./id.ts").then((m) => m.logname),
  nice: () => import("./timeout.ts").then((m) => m.nice),
  nohup: () => import("./timeout.ts").then((m) => m.nohup),
  pgrep: () => import("./pgrep.ts").then((m) => m.pgrep),
  pidof: () => import("./pgrep.ts").then((m) => m.pidof),
  pkill: () => import("./pgrep.ts").then((m) => m.pkill),
  ps: () => import("./ps.ts").then((m) => m.ps),
  su: () => import("./su.ts").then((m) => m.su),
  "su-exec": () => import("./gosu.ts").then((m) => m.gosu),
  sudo: () => import("./sudo/sudo.ts").then((m) => m.sudo),
  timeout: () => import("./timeout.ts").then((m) => m.timeout),
  uptime: () => import("./uptime.ts").then((m) => m.uptime),
  useradd: () => import("./useradd.ts").then((m) => m.useradd),
  userdel: () => import("./useradd.ts").then((m) => m.userdel),
  usermod: () => import("./useradd.ts").then((m) => m.usermod),
  w: () => import("./uptime.ts").then((m) => m.w),
  who: () => import("./uptime.ts").then((m) => m.who),
  whoami: () => import("./id.ts").then((m) => m.whoami),
};

export { hashPassword, verifyPassword } from "./account/password.ts";
