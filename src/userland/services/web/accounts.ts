import { decode, isErrno, type Sys } from "#abi";

/** Ids of a user and a group by name (or number) from /etc/passwd and /etc/group; 1 (daemon) where they are not known. */
export function accountIds(sys: Sys, user: string, group: string): { uid: number; gid: number } {
  const account = entry(sys, "/etc/passwd", user);
  return {
    uid: numeric(user) ?? Number(account?.[2] ?? 1),
    gid: numeric(group) ?? Number(entry(sys, "/etc/group", group)?.[2] ?? account?.[3] ?? 1),
  };
}

function numeric(name: string): number | undefined {
  return /^#?\d+$/.test(name) ? Number(name.replace("#", "")) : undefined;
}

function entry(sys: Sys, file: string, name: string): string[] | undefined {
  try {
    return decode(sys.readFile(file))
      .split("\n")
      .map((line) => line.split(":"))
      .find(([first]) => first === name);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}
