let next = 40;

/** A number for a filesystem without a device: st_dev of tmpfs, proc, devpts. */
export function deviceNumber(): number {
  return ++next;
}
