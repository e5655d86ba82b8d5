import type { SystemVersion } from "#api";
import type { Daemon } from "../daemon.ts";

/** GET /version */
export function systemVersion({ release, facts }: Daemon): SystemVersion {
  const { build } = release;
  return {
    Platform: { Name: build.platform },
    Components: [
      {
        Name: "Engine",
        Version: release.version,
        Details: {
          ApiVersion: release.apiVersion,
          Arch: "amd64",
          BuildTime: build.builtAt,
          Experimental: "false",
          GitCommit: build.gitCommit,
          GoVersion: build.goVersion,
          KernelVersion: facts.kernelVersion,
          MinAPIVersion: release.minApiVersion,
          Os: "linux",
        },
      },
      { Name: "containerd", Version: build.containerd.version, Details: { GitCommit: build.containerd.commit } },
      { Name: "runc", Version: build.runc.version, Details: { GitCommit: build.runc.commit } },
      { Name: "docker-init", Version: build.init.version, Details: { GitCommit: build.init.commit } },
    ],
    Version: release.version,
    ApiVersion: release.apiVersion,
    MinAPIVersion: release.minApiVersion,
    GitCommit: build.gitCommit,
    GoVersion: build.goVersion,
    Os: "linux",
    Arch: "amd64",
    KernelVersion: facts.kernelVersion,
    BuildTime: build.buildTime,
  };
}
