import type { Kernel } from "#kernel";
import type { HostFacts } from "../daemon.ts";
import type { Files } from "./files.ts";

/** What the host's own files tell of it, as dockerd finds out. */
export function readFacts(kernel: Kernel, host: Files): HostFacts {
  const osRelease = host.text("/etc/os-release") ?? "";
  const [, name = "linux"] = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(osRelease) ?? [];
  const [, total = "24683479"] = /^MemTotal:\s+(\d+)/m.exec(host.text("/proc/meminfo") ?? "") ?? [];
  const processors = (host.text("/proc/cpuinfo") ?? "").match(/^processor\s*:/gm)?.length ?? 2;
  const [, server = "10.0.2.3"] = /^nameserver\s+(\S+)/m.exec(host.text("/etc/resolv.conf") ?? "") ?? [];
  return {
    hostname: kernel.host.uts.hostname,
    processors,
    memory: Number(total) * 1024,
    kernelVersion: (host.text("/proc/sys/kernel/osrelease") ?? "3.10.0-1127.18.2.el7.x86_64").trim(),
    operatingSystem: name,
    nameServer: server,
  };
}
