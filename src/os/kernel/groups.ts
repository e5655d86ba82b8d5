/** Process groups and sessions: setpgid(2), setsid(2), and which groups are orphaned (POSIX, 3.264). */

import type { Identity } from "./pids.ts";
import type { Process } from "./process.ts";
import type { Terminal } from "./tty/terminal.ts";

export interface Session {
  readonly identity: Identity;
  leader: Process | undefined;
  /** The controlling terminal. */
  terminal: Terminal | undefined;
  readonly groups: Set<ProcessGroup>;
}

export interface ProcessGroup {
  readonly identity: Identity;
  readonly session: Session;
  readonly members: Set<Process>;
}

/** A new session with its leader's group, both named by the leader's number. */
export function createSession(leader: Process): ProcessGroup {
  const session: Session = { identity: leader.identity, leader, terminal: undefined, groups: new Set() };
  leader.identity.session = session;
  return createGroup(leader.identity, session);
}

/** A group of a session; members join with `joinGroup`. */
export function createGroup(identity: Identity, session: Session): ProcessGroup {
  const group: ProcessGroup = { identity, session, members: new Set() };
  identity.group = group;
  session.groups.add(group);
  return group;
}

/** Moves a process into a group; the one it leaves disappears when it was the last member. */
export function joinGroup(process: Process, group: ProcessGroup): void {
  leaveGroup(process);
  process.group = group;
  group.members.add(process);
}

/** Takes a process out of its group, and gives back what went by the group's and session's names when they are empty. */
export function leaveGroup(process: Process): void {
  const group = process.group;
  if (!group.members.delete(process) || group.members.size > 0) return;
  const session = group.session;
  session.groups.delete(group);
  group.identity.group = undefined;
  group.identity.release();
  if (session.groups.size > 0) return;
  session.identity.session = undefined;
  session.identity.release();
}

/** Whether no member has a parent in another group of the same session: nobody is left who could continue its jobs. */
export function isOrphaned(group: ProcessGroup, except?: Process): boolean {
  for (const member of group.members) {
    if (member === except || !member.alive) continue;
    const parent = member.parent;
    if (parent?.alive && parent !== except && parent.group !== group && parent.group.session === group.session) return false;
  }
  return true;
}
