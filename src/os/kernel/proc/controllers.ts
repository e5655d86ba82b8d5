/** Controllers of cgroups version 1, as /proc/PID/cgroup lists the hierarchies. */
export const CONTROLLERS: readonly string[] = [
  "pids",
  "hugetlb",
  "memory",
  "freezer",
  "devices",
  "blkio",
  "cpuset",
  "perf_event",
  "net_cls,net_prio",
  "cpu,cpuacct",
  "name=systemd",
];
