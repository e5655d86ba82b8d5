import type { CommandSpec, FlagSpec } from "./cli.ts";

/** Every command of the docker command 19.03.12 with its flags: names, types, defaults and help texts are those of the real one. */

const dockerFlags: readonly FlagSpec[] = [
  ["config", "", "string", "~/.docker", "Location of client config files"],
  ["context", "c", "string", "", "Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var and default context set with \"docker context use\")"],
  ["debug", "D", "bool", "false", "Enable debug mode"],
  ["host", "H", "list", "", "Daemon socket(s) to connect to"],
  ["log-level", "l", "string", "info", "Set the logging level (\"debug\"|\"info\"|\"warn\"|\"error\"|\"fatal\")"],
  ["tls", "", "bool", "false", "Use TLS; implied by --tlsverify"],
  ["tlscacert", "", "string", "~/.docker/ca.pem", "Trust certs signed only by this CA"],
  ["tlscert", "", "string", "~/.docker/cert.pem", "Path to TLS certificate file"],
  ["tlskey", "", "string", "~/.docker/key.pem", "Path to TLS key file"],
  ["tlsverify", "", "bool", "false", "Use TLS and verify the remote"],
  ["version", "v", "bool", "false", "Print version information and quit"],
];

const attachFlags: readonly FlagSpec[] = [
  ["detach-keys", "", "string", "", "Override the key sequence for detaching a container"],
  ["no-stdin", "", "bool", "false", "Do not attach STDIN"],
  ["sig-proxy", "", "bool", "true", "Proxy all received signals to the process"],
];

const buildFlags: readonly FlagSpec[] = [
  ["add-host", "", "list", "", "Add a custom host-to-IP mapping (host:ip)"],
  ["build-arg", "", "list", "", "Set build-time variables"],
  ["cache-from", "", "stringSlice", "[]", "Images to consider as cache sources"],
  ["cgroup-parent", "", "string", "", "Optional parent cgroup for the container", { noBuildkit: true }],
  ["compress", "", "bool", "false", "Compress the build context using gzip", { noBuildkit: true }],
  ["cpu-period", "", "int64", "0", "Limit the CPU CFS (Completely Fair Scheduler) period", { noBuildkit: true }],
  ["cpu-quota", "", "int64", "0", "Limit the CPU CFS (Completely Fair Scheduler) quota", { noBuildkit: true }],
  ["cpu-shares", "c", "int64", "0", "CPU shares (relative weight)", { noBuildkit: true }],
  ["cpuset-cpus", "", "string", "", "CPUs in which to allow execution (0-3, 0,1)", { noBuildkit: true }],
  ["cpuset-mems", "", "string", "", "MEMs in which to allow execution (0-3, 0,1)", { noBuildkit: true }],
  ["disable-content-trust", "", "bool", "true", "Skip image verification"],
  ["file", "f", "string", "", "Name of the Dockerfile (Default is 'PATH/Dockerfile')"],
  ["force-rm", "", "bool", "false", "Always remove intermediate containers", { noBuildkit: true }],
  ["iidfile", "", "string", "", "Write the image ID to the file"],
  ["isolation", "", "string", "", "Container isolation technology"],
  ["label", "", "list", "", "Set metadata for an image"],
  ["memory", "m", "bytes", "0", "Memory limit", { noBuildkit: true }],
  ["memory-swap", "", "bytes", "0", "Swap limit equal to memory plus swap: '-1' to enable unlimited swap", { noBuildkit: true }],
  ["network", "", "string", "default", "Set the networking mode for the RUN instructions during build", { api: "1.25" }],
  ["no-cache", "", "bool", "false", "Do not use cache when building the image"],
  ["output", "o", "stringArray", "[]", "Output destination (format: type=local,dest=path)", { buildkit: true, api: "1.40" }],
  ["platform", "", "string", "", "Set platform if server is multi-platform capable", { buildkit: true, api: "1.38" }],
  ["progress", "", "string", "auto", "Set type of progress output (auto, plain, tty). Use plain to show container output", { buildkit: true }],
  ["pull", "", "bool", "false", "Always attempt to pull a newer version of the image"],
  ["quiet", "q", "bool", "false", "Suppress the build output and print image ID on success"],
  ["rm", "", "bool", "true", "Remove intermediate containers after a successful build", { noBuildkit: true }],
  ["secret", "", "stringArray", "[]", "Secret file to expose to the build (only if BuildKit enabled): id=mysecret,src=/local/secret", { buildkit: true, api: "1.39" }],
  ["security-opt", "", "stringSlice", "[]", "Security options", { noBuildkit: true }],
  ["shm-size", "", "bytes", "0", "Size of /dev/shm", { noBuildkit: true }],
  ["squash", "", "bool", "false", "Squash newly built layers into a single new layer", { experimental: true, api: "1.25" }],
  ["ssh", "", "stringArray", "[]", "SSH agent socket or keys to expose to the build (only if BuildKit enabled) (format: default|<id>[=<socket>|<key>[,<key>]])", { buildkit: true, api: "1.39" }],
  ["stream", "", "bool", "false", "Stream attaches to server to negotiate build context", { experimental: true, noBuildkit: true, api: "1.31" }],
  ["tag", "t", "list", "", "Name and optionally a tag in the 'name:tag' format"],
  ["target", "", "string", "", "Set the target build stage to build."],
  ["ulimit", "", "ulimit", "[]", "Ulimit options", { noBuildkit: true }],
];

const builderPruneFlags: readonly FlagSpec[] = [
  ["all", "a", "bool", "false", "Remove all unused build cache, not just dangling ones"],
  ["filter", "", "filter", "", "Provide filter values (e.g. 'until=24h')"],
  ["force", "f", "bool", "false", "Do not prompt for confirmation"],
  ["keep-storage", "", "bytes", "0", "Amount of disk space to keep for cache"],
];

const checkpointCreateFlags: readonly FlagSpec[] = [
  ["checkpoint-dir", "", "string", "", "Use a custom checkpoint storage directory"],
  ["leave-running", "", "bool", "false", "Leave the container running after checkpoint"],
];

const checkpointLsFlags: readonly FlagSpec[] = [
  ["checkpoint-dir", "", "string", "", "Use a custom checkpoint storage directory"],
];

const commitFlags: readonly FlagSpec[] = [
  ["author", "a", "string", "", "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")"],
  ["change", "c", "list", "", "Apply Dockerfile instruction to the created image"],
  ["message", "m", "string", "", "Commit message"],
  ["pause", "p", "bool", "true", "Pause container during commit"],
];

const configCreateFlags: readonly FlagSpec[] = [
  ["label", "l", "list", "", "Config labels"],
  ["template-driver", "", "string", "", "Template driver", { api: "1.37" }],
];

const configInspectFlags: readonly FlagSpec[] = [
  ["format", "f", "string", "", "Format the output using the given Go template"],
  ["pretty", "", "bool", "false", "Print the information in a human friendly format"],
];

const configLsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print configs using a Go template"],
  ["quiet", "q", "bool", "false", "Only display IDs"],
];

const containerCpFlags: readonly FlagSpec[] = [
  ["archive", "a", "bool", "false", "Archive mode (copy all uid/gid information)"],
  ["follow-link", "L", "bool", "false", "Always follow symbol link in SRC_PATH"],
];

const containerCreateFlags: readonly FlagSpec[] = [
  ["add-host", "", "list", "", "Add a custom host-to-IP mapping (host:ip)"],
  ["attach", "a", "list", "", "Attach to STDIN, STDOUT or STDERR"],
  ["blkio-weight", "", "uint16", "0", "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)"],
  ["blkio-weight-device", "", "list", "[]", "Block IO weight (relative device weight)"],
  ["cap-add", "", "list", "", "Add Linux capabilities"],
  ["cap-drop", "", "list", "", "Drop Linux capabilities"],
  ["cgroup-parent", "", "string", "", "Optional parent cgroup for the container"],
  ["cidfile", "", "string", "", "Write the container ID to the file"],
  ["cpu-count", "", "int64", "0", "CPU count (Windows only)", { os: "windows" }],
  ["cpu-percent", "", "int64", "0", "CPU percent (Windows only)", { os: "windows" }],
  ["cpu-period", "", "int64", "0", "Limit CPU CFS (Completely Fair Scheduler) period"],
  ["cpu-quota", "", "int64", "0", "Limit CPU CFS (Completely Fair Scheduler) quota"],
  ["cpu-rt-period", "", "int64", "0", "Limit CPU real-time period in microseconds", { api: "1.25" }],
  ["cpu-rt-runtime", "", "int64", "0", "Limit CPU real-time runtime in microseconds", { api: "1.25" }],
  ["cpu-shares", "c", "int64", "0", "CPU shares (relative weight)"],
  ["cpus", "", "decimal", "", "Number of CPUs", { api: "1.25" }],
  ["cpuset-cpus", "", "string", "", "CPUs in which to allow execution (0-3, 0,1)"],
  ["cpuset-mems", "", "string", "", "MEMs in which to allow execution (0-3, 0,1)"],
  ["device", "", "list", "", "Add a host device to the container"],
  ["device-cgroup-rule", "", "list", "", "Add a rule to the cgroup allowed devices list"],
  ["device-read-bps", "", "list", "[]", "Limit read rate (bytes per second) from a device"],
  ["device-read-iops", "", "list", "[]", "Limit read rate (IO per second) from a device"],
  ["device-write-bps", "", "list", "[]", "Limit write rate (bytes per second) to a device"],
  ["device-write-iops", "", "list", "[]", "Limit write rate (IO per second) to a device"],
  ["disable-content-trust", "", "bool", "true", "Skip image verification"],
  ["dns", "", "list", "", "Set custom DNS servers"],
  ["dns-opt", "", "list", "", "Set DNS options", { hidden: true }],
  ["dns-option", "", "list", "", "Set DNS options"],
  ["dns-search", "", "list", "", "Set custom DNS search domains"],
  ["domainname", "", "string", "", "Container NIS domain name"],
  ["entrypoint", "", "string", "", "Overwrite the default ENTRYPOINT of the image"],
  ["env", "e", "list", "", "Set environment variables"],
  ["env-file", "", "list", "", "Read in a file of environment variables"],
  ["expose", "", "list", "", "Expose a port or a range of ports"],
  ["gpus", "", "gpu-request", "", "GPU devices to add to the container ('all' to pass all GPUs)", { api: "1.40" }],
  ["group-add", "", "list", "", "Add additional groups to join"],
  ["health-cmd", "", "string", "", "Command to run to check health"],
  ["health-interval", "", "duration", "0s", "Time between running the check (ms|s|m|h) (default 0s)"],
  ["health-retries", "", "int", "0", "Consecutive failures needed to report unhealthy"],
  ["health-start-period", "", "duration", "0s", "Start period for the container to initialize before starting health-retries countdown (ms|s|m|h) (default 0s)", { api: "1.29" }],
  ["health-timeout", "", "duration", "0s", "Maximum time to allow one check to run (ms|s|m|h) (default 0s)"],
  ["help", "", "bool", "false", "Print usage"],
  ["hostname", "h", "string", "", "Container host name"],
  ["init", "", "bool", "false", "Run an init inside the container that forwards signals and reaps processes", { api: "1.25" }],
  ["interactive", "i", "bool", "false", "Keep STDIN open even if not attached"],
  ["io-maxbandwidth", "", "bytes", "0", "Maximum IO bandwidth limit for the system drive (Windows only)", { os: "windows" }],
  ["io-maxiops", "", "uint64", "0", "Maximum IOps limit for the system drive (Windows only)", { os: "windows" }],
  ["ip", "", "string", "", "IPv4 address (e.g., 172.30.100.104)"],
  ["ip6", "", "string", "", "IPv6 address (e.g., 2001:db8::33)"],
  ["ipc", "", "string", "", "IPC mode to use"],
  ["isolation", "", "string", "", "Container isolation technology"],
  ["kernel-memory", "", "bytes", "0", "Kernel memory limit"],
  ["label", "l", "list", "", "Set meta data on a container"],
  ["label-file", "", "list", "", "Read in a line delimited file of labels"],
  ["link", "", "list", "", "Add link to another container"],
  ["link-local-ip", "", "list", "", "Container IPv4/IPv6 link-local addresses"],
  ["log-driver", "", "string", "", "Logging driver for the container"],
  ["log-opt", "", "list", "", "Log driver options"],
  ["mac-address", "", "string", "", "Container MAC address (e.g., 92:d0:c6:0a:29:33)"],
  ["memory", "m", "bytes", "0", "Memory limit"],
  ["memory-reservation", "", "bytes", "0", "Memory soft limit"],
  ["memory-swap", "", "bytes", "0", "Swap limit equal to memory plus swap: '-1' to enable unlimited swap"],
  ["memory-swappiness", "", "int64", "-1", "Tune container memory swappiness (0 to 100)"],
  ["mount", "", "mount", "", "Attach a filesystem mount to the container"],
  ["name", "", "string", "", "Assign a name to the container"],
  ["net", "", "network", "", "Connect a container to a network", { hidden: true }],
  ["net-alias", "", "list", "", "Add network-scoped alias for the container", { hidden: true }],
  ["network", "", "network", "", "Connect a container to a network"],
  ["network-alias", "", "list", "", "Add network-scoped alias for the container"],
  ["no-healthcheck", "", "bool", "false", "Disable any container-specified HEALTHCHECK"],
  ["oom-kill-disable", "", "bool", "false", "Disable OOM Killer"],
  ["oom-score-adj", "", "int", "0", "Tune host's OOM preferences (-1000 to 1000)"],
  ["pid", "", "string", "", "PID namespace to use"],
  ["pids-limit", "", "int64", "0", "Tune container pids limit (set -1 for unlimited)"],
  ["platform", "", "string", "", "Set platform if server is multi-platform capable", { experimental: true, api: "1.32" }],
  ["privileged", "", "bool", "false", "Give extended privileges to this container"],
  ["publish", "p", "list", "", "Publish a container's port(s) to the host"],
  ["publish-all", "P", "bool", "false", "Publish all exposed ports to random ports"],
  ["read-only", "", "bool", "false", "Mount the container's root filesystem as read only"],
  ["restart", "", "string", "no", "Restart policy to apply when a container exits"],
  ["rm", "", "bool", "false", "Automatically remove the container when it exits"],
  ["runtime", "", "string", "", "Runtime to use for this container"],
  ["security-opt", "", "list", "", "Security Options"],
  ["shm-size", "", "bytes", "0", "Size of /dev/shm"],
  ["stop-signal", "", "string", "SIGTERM", "Signal to stop a container"],
  ["stop-timeout", "", "int", "0", "Timeout (in seconds) to stop a container", { api: "1.25" }],
  ["storage-opt", "", "list", "", "Storage driver options for the container"],
  ["sysctl", "", "map", "map[]", "Sysctl options"],
  ["tmpfs", "", "list", "", "Mount a tmpfs directory"],
  ["tty", "t", "bool", "false", "Allocate a pseudo-TTY"],
  ["ulimit", "", "ulimit", "[]", "Ulimit options"],
  ["user", "u", "string", "", "Username or UID (format: <name|uid>[:<group|gid>])"],
  ["userns", "", "string", "", "User namespace to use"],
  ["uts", "", "string", "", "UTS namespace to use"],
  ["volume", "v", "list", "", "Bind mount a volume"],
  ["volume-driver", "", "string", "", "Optional volume driver for the container"],
  ["volumes-from", "", "list", "", "Mount volumes from the specified container(s)"],
  ["workdir", "w", "string", "", "Working directory inside the container"],
];

const containerExecFlags: readonly FlagSpec[] = [
  ["detach", "d", "bool", "false", "Detached mode: run command in the background"],
  ["detach-keys", "", "string", "", "Override the key sequence for detaching a container"],
  ["env", "e", "list", "", "Set environment variables", { api: "1.25" }],
  ["interactive", "i", "bool", "false", "Keep STDIN open even if not attached"],
  ["privileged", "", "bool", "false", "Give extended privileges to the command"],
  ["tty", "t", "bool", "false", "Allocate a pseudo-TTY"],
  ["user", "u", "string", "", "Username or UID (format: <name|uid>[:<group|gid>])"],
  ["workdir", "w", "string", "", "Working directory inside the container", { api: "1.35" }],
];

const containerExportFlags: readonly FlagSpec[] = [
  ["output", "o", "string", "", "Write to a file, instead of STDOUT"],
];

const containerInspectFlags: readonly FlagSpec[] = [
  ["format", "f", "string", "", "Format the output using the given Go template"],
  ["size", "s", "bool", "false", "Display total file sizes"],
];

const containerKillFlags: readonly FlagSpec[] = [
  ["signal", "s", "string", "KILL", "Signal to send to the container"],
];

const containerLogsFlags: readonly FlagSpec[] = [
  ["details", "", "bool", "false", "Show extra details provided to logs"],
  ["follow", "f", "bool", "false", "Follow log output"],
  ["since", "", "string", "", "Show logs since timestamp (e.g. 2013-01-02T13:23:37) or relative (e.g. 42m for 42 minutes)"],
  ["tail", "", "string", "all", "Number of lines to show from the end of the logs"],
  ["timestamps", "t", "bool", "false", "Show timestamps"],
  ["until", "", "string", "", "Show logs before a timestamp (e.g. 2013-01-02T13:23:37) or relative (e.g. 42m for 42 minutes)", { api: "1.35" }],
];

const containerLsFlags: readonly FlagSpec[] = [
  ["all", "a", "bool", "false", "Show all containers (default shows just running)"],
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print containers using a Go template"],
  ["last", "n", "int", "-1", "Show n last created containers (includes all states)"],
  ["latest", "l", "bool", "false", "Show the latest created container (includes all states)"],
  ["no-trunc", "", "bool", "false", "Don't truncate output"],
  ["quiet", "q", "bool", "false", "Only display numeric IDs"],
  ["size", "s", "bool", "false", "Display total file sizes"],
];

const containerPruneFlags: readonly FlagSpec[] = [
  ["filter", "", "filter", "", "Provide filter values (e.g. 'until=<timestamp>')"],
  ["force", "f", "bool", "false", "Do not prompt for confirmation"],
];

const containerRestartFlags: readonly FlagSpec[] = [
  ["time", "t", "int", "10", "Seconds to wait for stop before killing the container"],
];

const containerRmFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force the removal of a running container (uses SIGKILL)"],
  ["link", "l", "bool", "false", "Remove the specified link"],
  ["volumes", "v", "bool", "false", "Remove anonymous volumes associated with the container"],
];

const containerRunFlags: readonly FlagSpec[] = [
  ["add-host", "", "list", "", "Add a custom host-to-IP mapping (host:ip)"],
  ["attach", "a", "list", "", "Attach to STDIN, STDOUT or STDERR"],
  ["blkio-weight", "", "uint16", "0", "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)"],
  ["blkio-weight-device", "", "list", "[]", "Block IO weight (relative device weight)"],
  ["cap-add", "", "list", "", "Add Linux capabilities"],
  ["cap-drop", "", "list", "", "Drop Linux capabilities"],
  ["cgroup-parent", "", "string", "", "Optional parent cgroup for the container"],
  ["cidfile", "", "string", "", "Write the container ID to the file"],
  ["cpu-count", "", "int64", "0", "CPU count (Windows only)", { os: "windows" }],
  ["cpu-percent", "", "int64", "0", "CPU percent (Windows only)", { os: "windows" }],
  ["cpu-period", "", "int64", "0", "Limit CPU CFS (Completely Fair Scheduler) period"],
  ["cpu-quota", "", "int64", "0", "Limit CPU CFS (Completely Fair Scheduler) quota"],
  ["cpu-rt-period", "", "int64", "0", "Limit CPU real-time period in microseconds", { api: "1.25" }],
  ["cpu-rt-runtime", "", "int64", "0", "Limit CPU real-time runtime in microseconds", { api: "1.25" }],
  ["cpu-shares", "c", "int64", "0", "CPU shares (relative weight)"],
  ["cpus", "", "decimal", "", "Number of CPUs", { api: "1.25" }],
  ["cpuset-cpus", "", "string", "", "CPUs in which to allow execution (0-3, 0,1)"],
  ["cpuset-mems", "", "string", "", "MEMs in which to allow execution (0-3, 0,1)"],
  ["detach", "d", "bool", "false", "Run container in background and print container ID"],
  ["detach-keys", "", "string", "", "Override the key sequence for detaching a container"],
  ["device", "", "list", "", "Add a host device to the container"],
  ["device-cgroup-rule", "", "list", "", "Add a rule to the cgroup allowed devices list"],
  ["device-read-bps", "", "list", "[]", "Limit read rate (bytes per second) from a device"],
  ["device-read-iops", "", "list", "[]", "Limit read rate (IO per second) from a device"],
  ["device-write-bps", "", "list", "[]", "Limit write rate (bytes per second) to a device"],
  ["device-write-iops", "", "list", "[]", "Limit write rate (IO per second) to a device"],
  ["disable-content-trust", "", "bool", "true", "Skip image verification"],
  ["dns", "", "list", "", "Set custom DNS servers"],
  ["dns-opt", "", "list", "", "Set DNS options", { hidden: true }],
  ["dns-option", "", "list", "", "Set DNS options"],
  ["dns-search", "", "list", "", "Set custom DNS search domains"],
  ["domainname", "", "string", "", "Container NIS domain name"],
  ["entrypoint", "", "string", "", "Overwrite the default ENTRYPOINT of the image"],
  ["env", "e", "list", "", "Set environment variables"],
  ["env-file", "", "list", "", "Read in a file of environment variables"],
  ["expose", "", "list", "", "Expose a port or a range of ports"],
  ["gpus", "", "gpu-request", "", "GPU devices to add to the container ('all' to pass all GPUs)", { api: "1.40" }],
  ["group-add", "", "list", "", "Add additional groups to join"],
  ["health-cmd", "", "string", "", "Command to run to check health"],
  ["health-interval", "", "duration", "0s", "Time between running the check (ms|s|m|h) (default 0s)"],
  ["health-retries", "", "int", "0", "Consecutive failures needed to report unhealthy"],
  ["health-start-period", "", "duration", "0s", "Start period for the container to initialize before starting health-retries countdown (ms|s|m|h) (default 0s)", { api: "1.29" }],
  ["health-timeout", "", "duration", "0s", "Maximum time to allow one check to run (ms|s|m|h) (default 0s)"],
  ["help", "", "bool", "false", "Print usage"],
  ["hostname", "h", "string", "", "Container host name"],
  ["init", "", "bool", "false", "Run an init inside the container that forwards signals and reaps processes", { api: "1.25" }],
  ["interactive", "i", "bool", "false", "Keep STDIN open even if not attached"],
  ["io-maxbandwidth", "", "bytes", "0", "Maximum IO bandwidth limit for the system drive (Windows only)", { os: "windows" }],
  ["io-maxiops", "", "uint64", "0", "Maximum IOps limit for the system drive (Windows only)", { os: "windows" }],
  ["ip", "", "string", "", "IPv4 address (e.g., 172.30.100.104)"],
  ["ip6", "", "string", "", "IPv6 address (e.g., 2001:db8::33)"],
  ["ipc", "", "string", "", "IPC mode to use"],
  ["isolation", "", "string", "", "Container isolation technology"],
  ["kernel-memory", "", "bytes", "0", "Kernel memory limit"],
  ["label", "l", "list", "", "Set meta data on a container"],
  ["label-file", "", "list", "", "Read in a line delimited file of labels"],
  ["link", "", "list", "", "Add link to another container"],
  ["link-local-ip", "", "list", "", "Container IPv4/IPv6 link-local addresses"],
  ["log-driver", "", "string", "", "Logging driver for the container"],
  ["log-opt", "", "list", "", "Log driver options"],
  ["mac-address", "", "string", "", "Container MAC address (e.g., 92:d0:c6:0a:29:33)"],
  ["memory", "m", "bytes", "0", "Memory limit"],
  ["memory-reservation", "", "bytes", "0", "Memory soft limit"],
  ["memory-swap", "", "bytes", "0", "Swap limit equal to memory plus swap: '-1' to enable unlimited swap"],
  ["memory-swappiness", "", "int64", "-1", "Tune container memory swappiness (0 to 100)"],
  ["mount", "", "mount", "", "Attach a filesystem mount to the container"],
  ["name", "", "string", "", "Assign a name to the container"],
  ["net", "", "network", "", "Connect a container to a network", { hidden: true }],
  ["net-alias", "", "list", "", "Add network-scoped alias for the container", { hidden: true }],
  ["network", "", "network", "", "Connect a container to a network"],
  ["network-alias", "", "list", "", "Add network-scoped alias for the container"],
  ["no-healthcheck", "", "bool", "false", "Disable any container-specified HEALTHCHECK"],
  ["oom-kill-disable", "", "bool", "false", "Disable OOM Killer"],
  ["oom-score-adj", "", "int", "0", "Tune host's OOM preferences (-1000 to 1000)"],
  ["pid", "", "string", "", "PID namespace to use"],
  ["pids-limit", "", "int64", "0", "Tune container pids limit (set -1 for unlimited)"],
  ["platform", "", "string", "", "Set platform if server is multi-platform capable", { experimental: true, api: "1.32" }],
  ["privileged", "", "bool", "false", "Give extended privileges to this container"],
  ["publish", "p", "list", "", "Publish a container's port(s) to the host"],
  ["publish-all", "P", "bool", "false", "Publish all exposed ports to random ports"],
  ["read-only", "", "bool", "false", "Mount the container's root filesystem as read only"],
  ["restart", "", "string", "no", "Restart policy to apply when a container exits"],
  ["rm", "", "bool", "false", "Automatically remove the container when it exits"],
  ["runtime", "", "string", "", "Runtime to use for this container"],
  ["security-opt", "", "list", "", "Security Options"],
  ["shm-size", "", "bytes", "0", "Size of /dev/shm"],
  ["sig-proxy", "", "bool", "true", "Proxy received signals to the process"],
  ["stop-signal", "", "string", "SIGTERM", "Signal to stop a container"],
  ["stop-timeout", "", "int", "0", "Timeout (in seconds) to stop a container", { api: "1.25" }],
  ["storage-opt", "", "list", "", "Storage driver options for the container"],
  ["sysctl", "", "map", "map[]", "Sysctl options"],
  ["tmpfs", "", "list", "", "Mount a tmpfs directory"],
  ["tty", "t", "bool", "false", "Allocate a pseudo-TTY"],
  ["ulimit", "", "ulimit", "[]", "Ulimit options"],
  ["user", "u", "string", "", "Username or UID (format: <name|uid>[:<group|gid>])"],
  ["userns", "", "string", "", "User namespace to use"],
  ["uts", "", "string", "", "UTS namespace to use"],
  ["volume", "v", "list", "", "Bind mount a volume"],
  ["volume-driver", "", "string", "", "Optional volume driver for the container"],
  ["volumes-from", "", "list", "", "Mount volumes from the specified container(s)"],
  ["workdir", "w", "string", "", "Working directory inside the container"],
];

const containerStartFlags: readonly FlagSpec[] = [
  ["attach", "a", "bool", "false", "Attach STDOUT/STDERR and forward signals"],
  ["checkpoint", "", "string", "", "Restore from this checkpoint", { experimental: true, os: "linux" }],
  ["checkpoint-dir", "", "string", "", "Use a custom checkpoint storage directory", { experimental: true, os: "linux" }],
  ["detach-keys", "", "string", "", "Override the key sequence for detaching a container"],
  ["interactive", "i", "bool", "false", "Attach container's STDIN"],
];

const containerStatsFlags: readonly FlagSpec[] = [
  ["all", "a", "bool", "false", "Show all containers (default shows just running)"],
  ["format", "", "string", "", "Pretty-print images using a Go template"],
  ["no-stream", "", "bool", "false", "Disable streaming stats and only pull the first result"],
  ["no-trunc", "", "bool", "false", "Do not truncate output"],
];

const containerStopFlags: readonly FlagSpec[] = [
  ["time", "t", "int", "10", "Seconds to wait for stop before killing it"],
];

const containerUpdateFlags: readonly FlagSpec[] = [
  ["blkio-weight", "", "uint16", "0", "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)"],
  ["cpu-period", "", "int64", "0", "Limit CPU CFS (Completely Fair Scheduler) period"],
  ["cpu-quota", "", "int64", "0", "Limit CPU CFS (Completely Fair Scheduler) quota"],
  ["cpu-rt-period", "", "int64", "0", "Limit the CPU real-time period in microseconds", { api: "1.25" }],
  ["cpu-rt-runtime", "", "int64", "0", "Limit the CPU real-time runtime in microseconds", { api: "1.25" }],
  ["cpu-shares", "c", "int64", "0", "CPU shares (relative weight)"],
  ["cpus", "", "decimal", "", "Number of CPUs", { api: "1.29" }],
  ["cpuset-cpus", "", "string", "", "CPUs in which to allow execution (0-3, 0,1)"],
  ["cpuset-mems", "", "string", "", "MEMs in which to allow execution (0-3, 0,1)"],
  ["kernel-memory", "", "bytes", "0", "Kernel memory limit"],
  ["memory", "m", "bytes", "0", "Memory limit"],
  ["memory-reservation", "", "bytes", "0", "Memory soft limit"],
  ["memory-swap", "", "bytes", "0", "Swap limit equal to memory plus swap: '-1' to enable unlimited swap"],
  ["pids-limit", "", "int64", "0", "Tune container pids limit (set -1 for unlimited)", { api: "1.40" }],
  ["restart", "", "string", "", "Restart policy to apply when a container exits"],
];

const contextCreateFlags: readonly FlagSpec[] = [
  ["default-stack-orchestrator", "", "string", "", "Default orchestrator for stack operations to use with this context (swarm|kubernetes|all)"],
  ["description", "", "string", "", "Description of the context"],
  ["docker", "", "stringToString", "[]", "set the docker endpoint"],
  ["from", "", "string", "", "create context from a named context"],
  ["kubernetes", "", "stringToString", "[]", "set the kubernetes endpoint"],
];

const contextExportFlags: readonly FlagSpec[] = [
  ["kubeconfig", "", "bool", "false", "Export as a kubeconfig file"],
];

const contextInspectFlags: readonly FlagSpec[] = [
  ["format", "f", "string", "", "Format the output using the given Go template"],
];

const contextLsFlags: readonly FlagSpec[] = [
  ["format", "", "string", "", "Pretty-print contexts using a Go template"],
  ["quiet", "q", "bool", "false", "Only show context names"],
];

const contextRmFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force the removal of a context in use"],
];

const contextUpdateFlags: readonly FlagSpec[] = [
  ["default-stack-orchestrator", "", "string", "", "Default orchestrator for stack operations to use with this context (swarm|kubernetes|all)"],
  ["description", "", "string", "", "Description of the context"],
  ["docker", "", "stringToString", "[]", "set the docker endpoint"],
  ["kubernetes", "", "stringToString", "[]", "set the kubernetes endpoint"],
];

const deployFlags: readonly FlagSpec[] = [
  ["bundle-file", "", "string", "", "Path to a Distributed Application Bundle file", { experimental: true, swarm: true }],
  ["compose-file", "c", "stringSlice", "[]", "Path to a Compose file, or \"-\" to read from stdin", { api: "1.25" }],
  ["namespace", "", "string", "", "Kubernetes namespace to use", { kubernetes: true }],
  ["prune", "", "bool", "false", "Prune services that are no longer referenced", { swarm: true, api: "1.27" }],
  ["resolve-image", "", "string", "always", "Query the registry to resolve image digest and supported platforms (\"always\"|\"changed\"|\"never\")", { swarm: true, api: "1.30" }],
  ["with-registry-auth", "", "bool", "false", "Send registry authentication details to Swarm agents", { swarm: true }],
];

const engineActivateFlags: readonly FlagSpec[] = [
  ["containerd", "", "string", "", "override default location of containerd endpoint"],
  ["display-only", "", "bool", "false", "only display license information and exit"],
  ["engine-image", "", "string", "", "Specify engine image"],
  ["format", "", "string", "", "Pretty-print licenses using a Go template"],
  ["license", "", "string", "", "License File"],
  ["quiet", "", "bool", "false", "Only display available licenses by ID"],
  ["registry-prefix", "", "string", "docker.io/store/docker", "Override the default location where engine images are pulled"],
  ["version", "", "string", "", "Specify engine version (default is to use currently running version)"],
];

const engineCheckFlags: readonly FlagSpec[] = [
  ["containerd", "", "string", "", "override default location of containerd endpoint"],
  ["downgrades", "", "bool", "false", "Report downgrades (default omits older versions)"],
  ["engine-image", "", "string", "", "Specify engine image (default uses the same image as currently running)"],
  ["format", "", "string", "", "Pretty-print updates using a Go template"],
  ["pre-releases", "", "bool", "false", "Include pre-release versions"],
  ["quiet", "q", "bool", "false", "Only display available versions"],
  ["registry-prefix", "", "string", "docker.io/store/docker", "Override the existing location where engine images are pulled"],
  ["upgrades", "", "bool", "true", "Report available upgrades"],
];

const engineUpdateFlags: readonly FlagSpec[] = [
  ["containerd", "", "string", "", "override default location of containerd endpoint"],
  ["engine-image", "", "string", "", "Specify engine image (default uses the same image as currently running)"],
  ["registry-prefix", "", "string", "docker.io/store/docker", "Override the current location where engine images are pulled"],
  ["version", "", "string", "", "Specify engine version"],
];

const eventsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Format the output using the given Go template"],
  ["since", "", "string", "", "Show all events created since timestamp"],
  ["until", "", "string", "", "Stream events until this timestamp"],
];

const historyFlags: readonly FlagSpec[] = [
  ["format", "", "string", "", "Pretty-print images using a Go template"],
  ["human", "H", "bool", "true", "Print sizes and dates in human readable format"],
  ["no-trunc", "", "bool", "false", "Don't truncate output"],
  ["quiet", "q", "bool", "false", "Only show numeric IDs"],
];

const imageImportFlags: readonly FlagSpec[] = [
  ["change", "c", "list", "", "Apply Dockerfile instruction to the created image"],
  ["message", "m", "string", "", "Set commit message for imported image"],
  ["platform", "", "string", "", "Set platform if server is multi-platform capable", { experimental: true, api: "1.32" }],
];

const imageLoadFlags: readonly FlagSpec[] = [
  ["input", "i", "string", "", "Read from tar archive file, instead of STDIN"],
  ["quiet", "q", "bool", "false", "Suppress the load output"],
];

const imageLsFlags: readonly FlagSpec[] = [
  ["all", "a", "bool", "false", "Show all images (default hides intermediate images)"],
  ["digests", "", "bool", "false", "Show digests"],
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print images using a Go template"],
  ["no-trunc", "", "bool", "false", "Don't truncate output"],
  ["quiet", "q", "bool", "false", "Only show numeric IDs"],
];

const imagePruneFlags: readonly FlagSpec[] = [
  ["all", "a", "bool", "false", "Remove all unused images, not just dangling ones"],
  ["filter", "", "filter", "", "Provide filter values (e.g. 'until=<timestamp>')"],
  ["force", "f", "bool", "false", "Do not prompt for confirmation"],
];

const imagePullFlags: readonly FlagSpec[] = [
  ["all-tags", "a", "bool", "false", "Download all tagged images in the repository"],
  ["disable-content-trust", "", "bool", "true", "Skip image verification"],
  ["platform", "", "string", "", "Set platform if server is multi-platform capable", { experimental: true, api: "1.32" }],
  ["quiet", "q", "bool", "false", "Suppress verbose output"],
];

const imagePushFlags: readonly FlagSpec[] = [
  ["disable-content-trust", "", "bool", "true", "Skip image signing"],
];

const imageRmFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force removal of the image"],
  ["no-prune", "", "bool", "false", "Do not delete untagged parents"],
];

const inspectFlags: readonly FlagSpec[] = [
  ["format", "f", "string", "", "Format the output using the given Go template"],
  ["size", "s", "bool", "false", "Display total file sizes if the type is container"],
  ["type", "", "string", "", "Return JSON for specified type"],
];

const loginFlags: readonly FlagSpec[] = [
  ["password", "p", "string", "", "Password"],
  ["password-stdin", "", "bool", "false", "Take the password from stdin"],
  ["username", "u", "string", "", "Username"],
];

const manifestAnnotateFlags: readonly FlagSpec[] = [
  ["arch", "", "string", "", "Set architecture"],
  ["os", "", "string", "", "Set operating system"],
  ["os-features", "", "stringSlice", "[]", "Set operating system feature"],
  ["variant", "", "string", "", "Set architecture variant"],
];

const manifestCreateFlags: readonly FlagSpec[] = [
  ["amend", "a", "bool", "false", "Amend an existing manifest list"],
  ["insecure", "", "bool", "false", "Allow communication with an insecure registry"],
];

const manifestInspectFlags: readonly FlagSpec[] = [
  ["insecure", "", "bool", "false", "Allow communication with an insecure registry"],
  ["verbose", "v", "bool", "false", "Output additional info including layers and platform"],
];

const manifestPushFlags: readonly FlagSpec[] = [
  ["insecure", "", "bool", "false", "Allow push to an insecure registry"],
  ["purge", "p", "bool", "false", "Remove the local manifest list after push"],
];

const networkConnectFlags: readonly FlagSpec[] = [
  ["alias", "", "stringSlice", "[]", "Add network-scoped alias for the container"],
  ["driver-opt", "", "stringSlice", "[]", "driver options for the network"],
  ["ip", "", "string", "", "IPv4 address (e.g., 172.30.100.104)"],
  ["ip6", "", "string", "", "IPv6 address (e.g., 2001:db8::33)"],
  ["link", "", "list", "", "Add link to another container"],
  ["link-local-ip", "", "stringSlice", "[]", "Add a link-local address for the container"],
];

const networkCreateFlags: readonly FlagSpec[] = [
  ["attachable", "", "bool", "false", "Enable manual container attachment", { api: "1.25" }],
  ["aux-address", "", "map", "map[]", "Auxiliary IPv4 or IPv6 addresses used by Network driver"],
  ["config-from", "", "string", "", "The network from which copying the configuration", { api: "1.30" }],
  ["config-only", "", "bool", "false", "Create a configuration only network", { api: "1.30" }],
  ["driver", "d", "string", "bridge", "Driver to manage the Network"],
  ["gateway", "", "stringSlice", "[]", "IPv4 or IPv6 Gateway for the master subnet"],
  ["ingress", "", "bool", "false", "Create swarm routing-mesh network", { api: "1.29" }],
  ["internal", "", "bool", "false", "Restrict external access to the network"],
  ["ip-range", "", "stringSlice", "[]", "Allocate container ip from a sub-range"],
  ["ipam-driver", "", "string", "default", "IP Address Management Driver"],
  ["ipam-opt", "", "map", "map[]", "Set IPAM driver specific options"],
  ["ipv6", "", "bool", "false", "Enable IPv6 networking"],
  ["label", "", "list", "", "Set metadata on a network"],
  ["opt", "o", "map", "map[]", "Set driver specific options"],
  ["scope", "", "string", "", "Control the network's scope", { api: "1.30" }],
  ["subnet", "", "stringSlice", "[]", "Subnet in CIDR format that represents a network segment"],
];

const networkDisconnectFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force the container to disconnect from a network"],
];

const networkInspectFlags: readonly FlagSpec[] = [
  ["format", "f", "string", "", "Format the output using the given Go template"],
  ["verbose", "v", "bool", "false", "Verbose output for diagnostics"],
];

const networkLsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Provide filter values (e.g. 'driver=bridge')"],
  ["format", "", "string", "", "Pretty-print networks using a Go template"],
  ["no-trunc", "", "bool", "false", "Do not truncate the output"],
  ["quiet", "q", "bool", "false", "Only display network IDs"],
];

const nodeLsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print nodes using a Go template"],
  ["quiet", "q", "bool", "false", "Only display IDs"],
];

const nodePsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print tasks using a Go template"],
  ["no-resolve", "", "bool", "false", "Do not map IDs to Names"],
  ["no-trunc", "", "bool", "false", "Do not truncate output"],
  ["quiet", "q", "bool", "false", "Only display task IDs"],
];

const nodeRmFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force remove a node from the swarm"],
];

const nodeUpdateFlags: readonly FlagSpec[] = [
  ["availability", "", "string", "", "Availability of the node (\"active\"|\"pause\"|\"drain\")"],
  ["label-add", "", "list", "", "Add or update a node label (key=value)"],
  ["label-rm", "", "list", "", "Remove a node label if exists"],
  ["role", "", "string", "", "Role of the node (\"worker\"|\"manager\")"],
];

const pluginCreateFlags: readonly FlagSpec[] = [
  ["compress", "", "bool", "false", "Compress the context using gzip"],
];

const pluginDisableFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force the disable of an active plugin"],
];

const pluginEnableFlags: readonly FlagSpec[] = [
  ["timeout", "", "int", "30", "HTTP client timeout (in seconds)"],
];

const pluginInstallFlags: readonly FlagSpec[] = [
  ["alias", "", "string", "", "Local name for plugin"],
  ["disable", "", "bool", "false", "Do not enable the plugin on install"],
  ["disable-content-trust", "", "bool", "true", "Skip image verification"],
  ["grant-all-permissions", "", "bool", "false", "Grant all permissions necessary to run the plugin"],
];

const pluginLsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Provide filter values (e.g. 'enabled=true')"],
  ["format", "", "string", "", "Pretty-print plugins using a Go template"],
  ["no-trunc", "", "bool", "false", "Don't truncate output"],
  ["quiet", "q", "bool", "false", "Only display plugin IDs"],
];

const pluginRmFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force the removal of an active plugin"],
];

const pluginUpgradeFlags: readonly FlagSpec[] = [
  ["disable-content-trust", "", "bool", "true", "Skip image verification"],
  ["grant-all-permissions", "", "bool", "false", "Grant all permissions necessary to run the plugin"],
  ["skip-remote-check", "", "bool", "false", "Do not check if specified remote plugin matches existing plugin image"],
];

const searchFlags: readonly FlagSpec[] = [
  ["automated", "", "bool", "false", "Only show automated builds", { hidden: true, deprecated: "use --filter=is-automated=true instead" }],
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print search using a Go template"],
  ["limit", "", "int", "25", "Max number of search results"],
  ["no-trunc", "", "bool", "false", "Don't truncate output"],
  ["stars", "s", "uint", "0", "Only displays with at least x stars", { hidden: true, deprecated: "use --filter=stars=3 instead" }],
];

const secretCreateFlags: readonly FlagSpec[] = [
  ["driver", "d", "string", "", "Secret driver", { api: "1.31" }],
  ["label", "l", "list", "", "Secret labels"],
  ["template-driver", "", "string", "", "Template driver", { api: "1.37" }],
];

const secretLsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print secrets using a Go template"],
  ["quiet", "q", "bool", "false", "Only display IDs"],
];

const serviceCreateFlags: readonly FlagSpec[] = [
  ["config", "", "config", "", "Specify configurations to expose to the service", { api: "1.30" }],
  ["constraint", "", "list", "", "Placement constraints"],
  ["container-label", "", "list", "", "Container labels"],
  ["credential-spec", "", "credential-spec", "", "Credential spec for managed service account (Windows only)", { api: "1.29" }],
  ["detach", "d", "bool", "false", "Exit immediately instead of waiting for the service to converge", { api: "1.29" }],
  ["dns", "", "list", "", "Set custom DNS servers", { api: "1.25" }],
  ["dns-option", "", "list", "", "Set DNS options", { api: "1.25" }],
  ["dns-search", "", "list", "", "Set custom DNS search domains", { api: "1.25" }],
  ["endpoint-mode", "", "string", "vip", "Endpoint mode (vip or dnsrr)"],
  ["entrypoint", "", "command", "", "Overwrite the default ENTRYPOINT of the image"],
  ["env", "e", "list", "", "Set environment variables"],
  ["env-file", "", "list", "", "Read in a file of environment variables"],
  ["generic-resource", "", "list", "", "User defined resources"],
  ["group", "", "list", "", "Set one or more supplementary user groups for the container", { api: "1.25" }],
  ["health-cmd", "", "string", "", "Command to run to check health", { api: "1.25" }],
  ["health-interval", "", "duration", "", "Time between running the check (ms|s|m|h)", { api: "1.25" }],
  ["health-retries", "", "int", "0", "Consecutive failures needed to report unhealthy", { api: "1.25" }],
  ["health-start-period", "", "duration", "", "Start period for the container to initialize before counting retries towards unstable (ms|s|m|h)", { api: "1.29" }],
  ["health-timeout", "", "duration", "", "Maximum time to allow one check to run (ms|s|m|h)", { api: "1.25" }],
  ["host", "", "list", "", "Set one or more custom host-to-IP mappings (host:ip)", { api: "1.25" }],
  ["hostname", "", "string", "", "Container hostname", { api: "1.25" }],
  ["init", "", "bool", "false", "Use an init inside each service container to forward signals and reap processes", { api: "1.37" }],
  ["isolation", "", "string", "", "Service container isolation mode", { api: "1.35" }],
  ["label", "l", "list", "", "Service labels"],
  ["limit-cpu", "", "decimal", "", "Limit CPUs"],
  ["limit-memory", "", "bytes", "0", "Limit Memory"],
  ["log-driver", "", "string", "", "Logging driver for service"],
  ["log-opt", "", "list", "", "Logging driver options"],
  ["mode", "", "string", "replicated", "Service mode (replicated or global)"],
  ["mount", "", "mount", "", "Attach a filesystem mount to the service"],
  ["name", "", "string", "", "Service name"],
  ["network", "", "network", "", "Network attachments"],
  ["no-healthcheck", "", "bool", "false", "Disable any container-specified HEALTHCHECK", { api: "1.25" }],
  ["no-resolve-image", "", "bool", "false", "Do not query the registry to resolve image digest and supported platforms", { api: "1.30" }],
  ["placement-pref", "", "pref", "", "Add a placement preference", { api: "1.28" }],
  ["publish", "p", "port", "", "Publish a port as a node port"],
  ["quiet", "q", "bool", "false", "Suppress progress output"],
  ["read-only", "", "bool", "false", "Mount the container's root filesystem as read only", { api: "1.28" }],
  ["replicas", "", "uint", "", "Number of tasks"],
  ["replicas-max-per-node", "", "uint64", "0", "Maximum number of tasks per node (default 0 = unlimited)", { api: "1.40" }],
  ["reserve-cpu", "", "decimal", "", "Reserve CPUs"],
  ["reserve-memory", "", "bytes", "0", "Reserve Memory"],
  ["restart-condition", "", "string", "", "Restart when condition is met (\"none\"|\"on-failure\"|\"any\") (default \"any\")"],
  ["restart-delay", "", "duration", "", "Delay between restart attempts (ns|us|ms|s|m|h) (default 5s)"],
  ["restart-max-attempts", "", "uint", "", "Maximum number of restarts before giving up"],
  ["restart-window", "", "duration", "", "Window used to evaluate the restart policy (ns|us|ms|s|m|h)"],
  ["rollback-delay", "", "duration", "0s", "Delay between task rollbacks (ns|us|ms|s|m|h) (default 0s)", { api: "1.28" }],
  ["rollback-failure-action", "", "string", "", "Action on rollback failure (\"pause\"|\"continue\") (default \"pause\")", { api: "1.28" }],
  ["rollback-max-failure-ratio", "", "float", "0", "Failure rate to tolerate during a rollback (default 0)", { api: "1.28" }],
  ["rollback-monitor", "", "duration", "0s", "Duration after each task rollback to monitor for failure (ns|us|ms|s|m|h) (default 5s)", { api: "1.28" }],
  ["rollback-order", "", "string", "", "Rollback order (\"start-first\"|\"stop-first\") (default \"stop-first\")", { api: "1.29" }],
  ["rollback-parallelism", "", "uint64", "1", "Maximum number of tasks rolled back simultaneously (0 to roll back all at once)", { api: "1.28" }],
  ["secret", "", "secret", "", "Specify secrets to expose to the service", { api: "1.25" }],
  ["stop-grace-period", "", "duration", "", "Time to wait before force killing a container (ns|us|ms|s|m|h) (default 10s)"],
  ["stop-signal", "", "string", "", "Signal to stop the container", { api: "1.28" }],
  ["sysctl", "", "list", "", "Sysctl options", { api: "1.40" }],
  ["tty", "t", "bool", "false", "Allocate a pseudo-TTY", { api: "1.25" }],
  ["update-delay", "", "duration", "0s", "Delay between updates (ns|us|ms|s|m|h) (default 0s)"],
  ["update-failure-action", "", "string", "", "Action on update failure (\"pause\"|\"continue\"|\"rollback\") (default \"pause\")"],
  ["update-max-failure-ratio", "", "float", "0", "Failure rate to tolerate during an update (default 0)", { api: "1.25" }],
  ["update-monitor", "", "duration", "0s", "Duration after each task update to monitor for failure (ns|us|ms|s|m|h) (default 5s)", { api: "1.25" }],
  ["update-order", "", "string", "", "Update order (\"start-first\"|\"stop-first\") (default \"stop-first\")", { api: "1.29" }],
  ["update-parallelism", "", "uint64", "1", "Maximum number of tasks updated simultaneously (0 to update all at once)"],
  ["user", "u", "string", "", "Username or UID (format: <name|uid>[:<group|gid>])"],
  ["with-registry-auth", "", "bool", "false", "Send registry authentication details to swarm agents"],
  ["workdir", "w", "string", "", "Working directory inside the container"],
];

const serviceLogsFlags: readonly FlagSpec[] = [
  ["details", "", "bool", "false", "Show extra details provided to logs", { api: "1.30" }],
  ["follow", "f", "bool", "false", "Follow log output"],
  ["no-resolve", "", "bool", "false", "Do not map IDs to Names in output"],
  ["no-task-ids", "", "bool", "false", "Do not include task IDs in output"],
  ["no-trunc", "", "bool", "false", "Do not truncate output"],
  ["raw", "", "bool", "false", "Do not neatly format logs", { api: "1.30" }],
  ["since", "", "string", "", "Show logs since timestamp (e.g. 2013-01-02T13:23:37) or relative (e.g. 42m for 42 minutes)"],
  ["tail", "", "string", "all", "Number of lines to show from the end of the logs"],
  ["timestamps", "t", "bool", "false", "Show timestamps"],
];

const serviceLsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print services using a Go template"],
  ["quiet", "q", "bool", "false", "Only display IDs"],
];

const serviceRollbackFlags: readonly FlagSpec[] = [
  ["detach", "d", "bool", "false", "Exit immediately instead of waiting for the service to converge", { api: "1.29" }],
  ["quiet", "q", "bool", "false", "Suppress progress output"],
];

const serviceScaleFlags: readonly FlagSpec[] = [
  ["detach", "d", "bool", "false", "Exit immediately instead of waiting for the service to converge", { api: "1.29" }],
];

const serviceUpdateFlags: readonly FlagSpec[] = [
  ["args", "", "command", "", "Service command args"],
  ["config-add", "", "config", "", "Add or update a config file on a service", { api: "1.30" }],
  ["config-rm", "", "list", "", "Remove a configuration file", { api: "1.30" }],
  ["constraint-add", "", "list", "", "Add or update a placement constraint"],
  ["constraint-rm", "", "list", "", "Remove a constraint"],
  ["container-label-add", "", "list", "", "Add or update a container label"],
  ["container-label-rm", "", "list", "", "Remove a container label by its key"],
  ["credential-spec", "", "credential-spec", "", "Credential spec for managed service account (Windows only)", { api: "1.29" }],
  ["detach", "d", "bool", "false", "Exit immediately instead of waiting for the service to converge", { api: "1.29" }],
  ["dns-add", "", "list", "", "Add or update a custom DNS server", { api: "1.25" }],
  ["dns-option-add", "", "list", "", "Add or update a DNS option", { api: "1.25" }],
  ["dns-option-rm", "", "list", "", "Remove a DNS option", { api: "1.25" }],
  ["dns-rm", "", "list", "", "Remove a custom DNS server", { api: "1.25" }],
  ["dns-search-add", "", "list", "", "Add or update a custom DNS search domain", { api: "1.25" }],
  ["dns-search-rm", "", "list", "", "Remove a DNS search domain", { api: "1.25" }],
  ["endpoint-mode", "", "string", "", "Endpoint mode (vip or dnsrr)"],
  ["entrypoint", "", "command", "", "Overwrite the default ENTRYPOINT of the image"],
  ["env-add", "", "list", "", "Add or update an environment variable"],
  ["env-rm", "", "list", "", "Remove an environment variable"],
  ["force", "", "bool", "false", "Force update even if no changes require it", { api: "1.25" }],
  ["generic-resource-add", "", "list", "", "Add a Generic resource"],
  ["generic-resource-rm", "", "list", "", "Remove a Generic resource"],
  ["group-add", "", "list", "", "Add an additional supplementary user group to the container", { api: "1.25" }],
  ["group-rm", "", "list", "", "Remove a previously added supplementary user group from the container", { api: "1.25" }],
  ["health-cmd", "", "string", "", "Command to run to check health", { api: "1.25" }],
  ["health-interval", "", "duration", "", "Time between running the check (ms|s|m|h)", { api: "1.25" }],
  ["health-retries", "", "int", "0", "Consecutive failures needed to report unhealthy", { api: "1.25" }],
  ["health-start-period", "", "duration", "", "Start period for the container to initialize before counting retries towards unstable (ms|s|m|h)", { api: "1.29" }],
  ["health-timeout", "", "duration", "", "Maximum time to allow one check to run (ms|s|m|h)", { api: "1.25" }],
  ["host-add", "", "list", "", "Add a custom host-to-IP mapping (host:ip)", { api: "1.32" }],
  ["host-rm", "", "list", "", "Remove a custom host-to-IP mapping (host:ip)", { api: "1.25" }],
  ["hostname", "", "string", "", "Container hostname", { api: "1.25" }],
  ["image", "", "string", "", "Service image tag"],
  ["init", "", "bool", "false", "Use an init inside each service container to forward signals and reap processes", { api: "1.37" }],
  ["isolation", "", "string", "", "Service container isolation mode", { api: "1.35" }],
  ["label-add", "", "list", "", "Add or update a service label"],
  ["label-rm", "", "list", "", "Remove a label by its key"],
  ["limit-cpu", "", "decimal", "", "Limit CPUs"],
  ["limit-memory", "", "bytes", "0", "Limit Memory"],
  ["log-driver", "", "string", "", "Logging driver for service"],
  ["log-opt", "", "list", "", "Logging driver options"],
  ["mount-add", "", "mount", "", "Add or update a mount on a service"],
  ["mount-rm", "", "list", "", "Remove a mount by its target path"],
  ["network-add", "", "network", "", "Add a network", { api: "1.29" }],
  ["network-rm", "", "list", "", "Remove a network", { api: "1.29" }],
  ["no-healthcheck", "", "bool", "false", "Disable any container-specified HEALTHCHECK", { api: "1.25" }],
  ["no-resolve-image", "", "bool", "false", "Do not query the registry to resolve image digest and supported platforms", { api: "1.30" }],
  ["placement-pref-add", "", "pref", "", "Add a placement preference", { api: "1.28" }],
  ["placement-pref-rm", "", "pref", "", "Remove a placement preference", { api: "1.28" }],
  ["publish-add", "", "port", "", "Add or update a published port"],
  ["publish-rm", "", "port", "", "Remove a published port by its target port"],
  ["quiet", "q", "bool", "false", "Suppress progress output"],
  ["read-only", "", "bool", "false", "Mount the container's root filesystem as read only", { api: "1.28" }],
  ["replicas", "", "uint", "", "Number of tasks"],
  ["replicas-max-per-node", "", "uint64", "0", "Maximum number of tasks per node (default 0 = unlimited)", { api: "1.40" }],
  ["reserve-cpu", "", "decimal", "", "Reserve CPUs"],
  ["reserve-memory", "", "bytes", "0", "Reserve Memory"],
  ["restart-condition", "", "string", "", "Restart when condition is met (\"none\"|\"on-failure\"|\"any\")"],
  ["restart-delay", "", "duration", "", "Delay between restart attempts (ns|us|ms|s|m|h)"],
  ["restart-max-attempts", "", "uint", "", "Maximum number of restarts before giving up"],
  ["restart-window", "", "duration", "", "Window used to evaluate the restart policy (ns|us|ms|s|m|h)"],
  ["rollback", "", "bool", "false", "Rollback to previous specification", { api: "1.25" }],
  ["rollback-delay", "", "duration", "0s", "Delay between task rollbacks (ns|us|ms|s|m|h)", { api: "1.28" }],
  ["rollback-failure-action", "", "string", "", "Action on rollback failure (\"pause\"|\"continue\")", { api: "1.28" }],
  ["rollback-max-failure-ratio", "", "float", "0", "Failure rate to tolerate during a rollback", { api: "1.28" }],
  ["rollback-monitor", "", "duration", "0s", "Duration after each task rollback to monitor for failure (ns|us|ms|s|m|h)", { api: "1.28" }],
  ["rollback-order", "", "string", "", "Rollback order (\"start-first\"|\"stop-first\")", { api: "1.29" }],
  ["rollback-parallelism", "", "uint64", "0", "Maximum number of tasks rolled back simultaneously (0 to roll back all at once)", { api: "1.28" }],
  ["secret-add", "", "secret", "", "Add or update a secret on a service", { api: "1.25" }],
  ["secret-rm", "", "list", "", "Remove a secret", { api: "1.25" }],
  ["stop-grace-period", "", "duration", "", "Time to wait before force killing a container (ns|us|ms|s|m|h)"],
  ["stop-signal", "", "string", "", "Signal to stop the container", { api: "1.28" }],
  ["sysctl-add", "", "list", "", "Add or update a Sysctl option", { api: "1.40" }],
  ["sysctl-rm", "", "list", "", "Remove a Sysctl option", { api: "1.40" }],
  ["tty", "t", "bool", "false", "Allocate a pseudo-TTY", { api: "1.25" }],
  ["update-delay", "", "duration", "0s", "Delay between updates (ns|us|ms|s|m|h)"],
  ["update-failure-action", "", "string", "", "Action on update failure (\"pause\"|\"continue\"|\"rollback\")"],
  ["update-max-failure-ratio", "", "float", "0", "Failure rate to tolerate during an update", { api: "1.25" }],
  ["update-monitor", "", "duration", "0s", "Duration after each task update to monitor for failure (ns|us|ms|s|m|h)", { api: "1.25" }],
  ["update-order", "", "string", "", "Update order (\"start-first\"|\"stop-first\")", { api: "1.29" }],
  ["update-parallelism", "", "uint64", "0", "Maximum number of tasks updated simultaneously (0 to update all at once)"],
  ["user", "u", "string", "", "Username or UID (format: <name|uid>[:<group|gid>])"],
  ["with-registry-auth", "", "bool", "false", "Send registry authentication details to swarm agents"],
  ["workdir", "w", "string", "", "Working directory inside the container"],
];

const stackLsFlags: readonly FlagSpec[] = [
  ["all-namespaces", "", "bool", "false", "List stacks from all Kubernetes namespaces", { kubernetes: true }],
  ["format", "", "string", "", "Pretty-print stacks using a Go template"],
  ["namespace", "", "stringSlice", "[]", "Kubernetes namespaces to use", { kubernetes: true }],
];

const stackPsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print tasks using a Go template"],
  ["namespace", "", "string", "", "Kubernetes namespace to use", { kubernetes: true }],
  ["no-resolve", "", "bool", "false", "Do not map IDs to Names"],
  ["no-trunc", "", "bool", "false", "Do not truncate output"],
  ["quiet", "q", "bool", "false", "Only display task IDs"],
];

const stackRmFlags: readonly FlagSpec[] = [
  ["namespace", "", "string", "", "Kubernetes namespace to use", { kubernetes: true }],
];

const stackServicesFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Filter output based on conditions provided"],
  ["format", "", "string", "", "Pretty-print services using a Go template"],
  ["namespace", "", "string", "", "Kubernetes namespace to use", { kubernetes: true }],
  ["quiet", "q", "bool", "false", "Only display IDs"],
];

const swarmCaFlags: readonly FlagSpec[] = [
  ["ca-cert", "", "pem-file", "", "Path to the PEM-formatted root CA certificate to use for the new cluster"],
  ["ca-key", "", "pem-file", "", "Path to the PEM-formatted root CA key to use for the new cluster"],
  ["cert-expiry", "", "duration", "2160h0m0s", "Validity period for node certificates (ns|us|ms|s|m|h)"],
  ["detach", "d", "bool", "false", "Exit immediately instead of waiting for the root rotation to converge"],
  ["external-ca", "", "external-ca", "", "Specifications of one or more certificate signing endpoints"],
  ["quiet", "q", "bool", "false", "Suppress progress output"],
  ["rotate", "", "bool", "false", "Rotate the swarm CA - if no certificate or key are provided, new ones will be generated"],
];

const swarmInitFlags: readonly FlagSpec[] = [
  ["advertise-addr", "", "string", "", "Advertised address (format: <ip|interface>[:port])"],
  ["autolock", "", "bool", "false", "Enable manager autolocking (requiring an unlock key to start a stopped manager)"],
  ["availability", "", "string", "active", "Availability of the node (\"active\"|\"pause\"|\"drain\")"],
  ["cert-expiry", "", "duration", "2160h0m0s", "Validity period for node certificates (ns|us|ms|s|m|h)"],
  ["data-path-addr", "", "string", "", "Address or interface to use for data path traffic (format: <ip|interface>)", { api: "1.31" }],
  ["data-path-port", "", "uint32", "0", "Port number to use for data path traffic (1024 - 49151). If no value is set or is set to 0, the default port (4789) is used.", { api: "1.40" }],
  ["default-addr-pool", "", "ipNetSlice", "[]", "default address pool in CIDR format", { api: "1.39" }],
  ["default-addr-pool-mask-length", "", "uint32", "24", "default address pool subnet mask length", { api: "1.39" }],
  ["dispatcher-heartbeat", "", "duration", "5s", "Dispatcher heartbeat period (ns|us|ms|s|m|h)"],
  ["external-ca", "", "external-ca", "", "Specifications of one or more certificate signing endpoints"],
  ["force-new-cluster", "", "bool", "false", "Force create a new cluster from current state"],
  ["listen-addr", "", "node-addr", "0.0.0.0:2377", "Listen address (format: <ip|interface>[:port])"],
  ["max-snapshots", "", "uint64", "0", "Number of additional Raft snapshots to retain", { api: "1.25" }],
  ["snapshot-interval", "", "uint64", "10000", "Number of log entries between Raft snapshots", { api: "1.25" }],
  ["task-history-limit", "", "int64", "5", "Task history retention limit"],
];

const swarmJoinFlags: readonly FlagSpec[] = [
  ["advertise-addr", "", "string", "", "Advertised address (format: <ip|interface>[:port])"],
  ["availability", "", "string", "active", "Availability of the node (\"active\"|\"pause\"|\"drain\")"],
  ["data-path-addr", "", "string", "", "Address or interface to use for data path traffic (format: <ip|interface>)", { api: "1.31" }],
  ["listen-addr", "", "node-addr", "0.0.0.0:2377", "Listen address (format: <ip|interface>[:port])"],
  ["token", "", "string", "", "Token for entry into the swarm"],
];

const swarmJoinTokenFlags: readonly FlagSpec[] = [
  ["quiet", "q", "bool", "false", "Only display token"],
  ["rotate", "", "bool", "false", "Rotate join token"],
];

const swarmLeaveFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force this node to leave the swarm, ignoring warnings"],
];

const swarmUnlockKeyFlags: readonly FlagSpec[] = [
  ["quiet", "q", "bool", "false", "Only display token"],
  ["rotate", "", "bool", "false", "Rotate unlock key"],
];

const swarmUpdateFlags: readonly FlagSpec[] = [
  ["autolock", "", "bool", "false", "Change manager autolocking setting (true|false)"],
  ["cert-expiry", "", "duration", "2160h0m0s", "Validity period for node certificates (ns|us|ms|s|m|h)"],
  ["dispatcher-heartbeat", "", "duration", "5s", "Dispatcher heartbeat period (ns|us|ms|s|m|h)"],
  ["external-ca", "", "external-ca", "", "Specifications of one or more certificate signing endpoints"],
  ["max-snapshots", "", "uint64", "0", "Number of additional Raft snapshots to retain", { api: "1.25" }],
  ["snapshot-interval", "", "uint64", "10000", "Number of log entries between Raft snapshots", { api: "1.25" }],
  ["task-history-limit", "", "int64", "5", "Task history retention limit"],
];

const systemDfFlags: readonly FlagSpec[] = [
  ["format", "", "string", "", "Pretty-print images using a Go template"],
  ["verbose", "v", "bool", "false", "Show detailed information on space usage"],
];

const systemPruneFlags: readonly FlagSpec[] = [
  ["all", "a", "bool", "false", "Remove all unused images not just dangling ones"],
  ["filter", "", "filter", "", "Provide filter values (e.g. 'label=<key>=<value>')", { api: "1.28" }],
  ["force", "f", "bool", "false", "Do not prompt for confirmation"],
  ["volumes", "", "bool", "false", "Prune volumes"],
];

const trustInspectFlags: readonly FlagSpec[] = [
  ["pretty", "", "bool", "false", "Print the information in a human friendly format"],
];

const trustKeyGenerateFlags: readonly FlagSpec[] = [
  ["dir", "", "string", "", "Directory to generate key in, defaults to current directory"],
];

const trustKeyLoadFlags: readonly FlagSpec[] = [
  ["name", "", "string", "signer", "Name for the loaded key"],
];

const trustRevokeFlags: readonly FlagSpec[] = [
  ["yes", "y", "bool", "false", "Do not prompt for confirmation"],
];

const trustSignFlags: readonly FlagSpec[] = [
  ["local", "", "bool", "false", "Sign a locally tagged image"],
];

const trustSignerAddFlags: readonly FlagSpec[] = [
  ["key", "", "list", "", "Path to the signer's public key file"],
];

const trustSignerRemoveFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Do not prompt for confirmation before removing the most recent signer"],
];

const versionFlags: readonly FlagSpec[] = [
  ["format", "f", "string", "", "Format the output using the given Go template"],
  ["kubeconfig", "", "string", "", "Kubernetes config file", { kubernetes: true }],
];

const volumeCreateFlags: readonly FlagSpec[] = [
  ["driver", "d", "string", "local", "Specify volume driver name"],
  ["label", "", "list", "", "Set metadata for a volume"],
  ["name", "", "string", "", "Specify volume name", { hidden: true }],
  ["opt", "o", "map", "map[]", "Set driver specific options"],
];

const volumeLsFlags: readonly FlagSpec[] = [
  ["filter", "f", "filter", "", "Provide filter values (e.g. 'dangling=true')"],
  ["format", "", "string", "", "Pretty-print volumes using a Go template"],
  ["quiet", "q", "bool", "false", "Only display volume names"],
];

const volumePruneFlags: readonly FlagSpec[] = [
  ["filter", "", "filter", "", "Provide filter values (e.g. 'label=<label>')"],
  ["force", "f", "bool", "false", "Do not prompt for confirmation"],
];

const volumeRmFlags: readonly FlagSpec[] = [
  ["force", "f", "bool", "false", "Force the removal of one or more volumes", { api: "1.25" }],
];

export const commands: CommandSpec =
{ use: "docker [OPTIONS] COMMAND [ARG...]", short: "A self-sufficient runtime for containers", flags: dockerFlags,
  commands: [
    { use: "attach [OPTIONS] CONTAINER", short: "Attach local standard input, output, and error streams to a running container", args: [1, 1], flags: attachFlags },
    { use: "build [OPTIONS] PATH | URL | -", short: "Build an image from a Dockerfile", args: [1, 1], flags: buildFlags },
    { use: "builder", short: "Manage builds", args: [0, 0], api: "1.31",
      commands: [
        { use: "build [OPTIONS] PATH | URL | -", short: "Build an image from a Dockerfile", args: [1, 1], flags: buildFlags },
        { use: "prune", short: "Remove build cache", args: [0, 0], api: "1.39", flags: builderPruneFlags },
      ],
    },
    { use: "checkpoint", short: "Manage checkpoints", args: [0, 0], api: "1.25", experimental: true, os: "linux",
      commands: [
        { use: "create [OPTIONS] CONTAINER CHECKPOINT", short: "Create a checkpoint from a running container", args: [2, 2], flags: checkpointCreateFlags },
        { use: "ls [OPTIONS] CONTAINER", short: "List checkpoints for a container", names: ["list"], args: [1, 1], flags: checkpointLsFlags },
        { use: "rm [OPTIONS] CONTAINER CHECKPOINT", short: "Remove a checkpoint", names: ["remove"], args: [2, 2], flags: checkpointLsFlags },
      ],
    },
    { use: "commit [OPTIONS] CONTAINER [REPOSITORY[:TAG]]", short: "Create a new image from a container's changes", args: [1, 2], flagsFirst: true, flags: commitFlags },
    { use: "config", short: "Manage Docker configs", args: [0, 0], api: "1.30", swarm: "",
      commands: [
        { use: "create [OPTIONS] CONFIG file|-", short: "Create a config from a file or STDIN", args: [2, 2], flags: configCreateFlags },
        { use: "inspect [OPTIONS] CONFIG [CONFIG...]", short: "Display detailed information on one or more configs", args: [1], flags: configInspectFlags },
        { use: "ls [OPTIONS]", short: "List configs", names: ["list"], args: [0, 0], flags: configLsFlags },
        { use: "rm CONFIG [CONFIG...]", short: "Remove one or more configs", names: ["remove"], args: [1] },
      ],
    },
    { use: "container", short: "Manage containers", args: [0, 0],
      commands: [
        { use: "attach [OPTIONS] CONTAINER", short: "Attach local standard input, output, and error streams to a running container", args: [1, 1], flags: attachFlags },
        { use: "commit [OPTIONS] CONTAINER [REPOSITORY[:TAG]]", short: "Create a new image from a container's changes", args: [1, 2], flagsFirst: true, flags: commitFlags },
        { use: "cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH", short: "Copy files/folders between a container and the local filesystem", long: "Copy files/folders between a container and the local filesystem\n\nUse '-' as the source to read a tar archive from stdin\nand extract it to a directory destination in a container.\nUse '-' as the destination to stream a tar archive of a\ncontainer source to stdout.", args: [2, 2], flags: containerCpFlags },
        { use: "create [OPTIONS] IMAGE [COMMAND] [ARG...]", short: "Create a new container", args: [1], flagsFirst: true, flags: containerCreateFlags },
        { use: "diff CONTAINER", short: "Inspect changes to files or directories on a container's filesystem", args: [1, 1] },
        { use: "exec [OPTIONS] CONTAINER COMMAND [ARG...]", short: "Run a command in a running container", args: [2], flagsFirst: true, flags: containerExecFlags },
        { use: "export [OPTIONS] CONTAINER", short: "Export a container's filesystem as a tar archive", args: [1, 1], flags: containerExportFlags },
        { use: "inspect [OPTIONS] CONTAINER [CONTAINER...]", short: "Display detailed information on one or more containers", args: [1], flags: containerInspectFlags },
        { use: "kill [OPTIONS] CONTAINER [CONTAINER...]", short: "Kill one or more running containers", args: [1], flags: containerKillFlags },
        { use: "logs [OPTIONS] CONTAINER", short: "Fetch the logs of a container", args: [1, 1], flags: containerLogsFlags },
        { use: "ls [OPTIONS]", short: "List containers", names: ["ps", "list"], args: [0, 0], flags: containerLsFlags },
        { use: "pause CONTAINER [CONTAINER...]", short: "Pause all processes within one or more containers", args: [1] },
        { use: "port CONTAINER [PRIVATE_PORT[/PROTO]]", short: "List port mappings or a specific mapping for the container", args: [1, 2] },
        { use: "prune [OPTIONS]", short: "Remove all stopped containers", args: [0, 0], api: "1.25", flags: containerPruneFlags },
        { use: "rename CONTAINER NEW_NAME", short: "Rename a container", args: [2, 2] },
        { use: "restart [OPTIONS] CONTAINER [CONTAINER...]", short: "Restart one or more containers", args: [1], flags: containerRestartFlags },
        { use: "rm [OPTIONS] CONTAINER [CONTAINER...]", short: "Remove one or more containers", args: [1], flags: containerRmFlags },
        { use: "run [OPTIONS] IMAGE [COMMAND] [ARG...]", short: "Run a command in a new container", args: [1], flagsFirst: true, flags: containerRunFlags },
        { use: "start [OPTIONS] CONTAINER [CONTAINER...]", short: "Start one or more stopped containers", args: [1], flags: containerStartFlags },
        { use: "stats [OPTIONS] [CONTAINER...]", short: "Display a live stream of container(s) resource usage statistics", args: [0], flags: containerStatsFlags },
        { use: "stop [OPTIONS] CONTAINER [CONTAINER...]", short: "Stop one or more running containers", args: [1], flags: containerStopFlags },
        { use: "top CONTAINER [ps OPTIONS]", short: "Display the running processes of a container", args: [1], flagsFirst: true },
        { use: "unpause CONTAINER [CONTAINER...]", short: "Unpause all processes within one or more containers", args: [1] },
        { use: "update [OPTIONS] CONTAINER [CONTAINER...]", short: "Update configuration of one or more containers", args: [1], flags: containerUpdateFlags },
        { use: "wait CONTAINER [CONTAINER...]", short: "Block until one or more containers stop, then print their exit codes", args: [1] },
      ],
    },
    { use: "context", short: "Manage contexts", args: [0, 0],
      commands: [
        { use: "create [OPTIONS] CONTEXT", short: "Create a context", long: "Create a context\n\nDocker endpoint config:\n\nNAME                DESCRIPTION\nfrom                Copy named context's Docker endpoint configuration\nhost                Docker endpoint on which to connect\nca                  Trust certs signed only by this CA\ncert                Path to TLS certificate file\nkey                 Path to TLS key file\nskip-tls-verify     Skip TLS certificate validation\n\nKubernetes endpoint config:\n\nNAME                 DESCRIPTION\nfrom                 Copy named context's Kubernetes endpoint configuration\nconfig-file          Path to a Kubernetes config file\ncontext-override     Overrides the context set in the kubernetes config file\nnamespace-override   Overrides the namespace set in the kubernetes config file\n\nExample:\n\n$ docker context create my-context --description \"some description\" --docker \"host=tcp://myserver:2376,ca=~/ca-file,cert=~/cert-file,key=~/key-file\"\n", args: [1, 1], flags: contextCreateFlags },
        { use: "export [OPTIONS] CONTEXT [FILE|-]", short: "Export a context to a tar or kubeconfig file", args: [1, 2], flags: contextExportFlags },
        { use: "import CONTEXT FILE|-", short: "Import a context from a tar or zip file", args: [2, 2] },
        { use: "inspect [OPTIONS] [CONTEXT] [CONTEXT...]", short: "Display detailed information on one or more contexts", flags: contextInspectFlags },
        { use: "ls [OPTIONS]", short: "List contexts", names: ["list"], args: [0, 0], flags: contextLsFlags },
        { use: "rm CONTEXT [CONTEXT...]", short: "Remove one or more contexts", names: ["remove"], args: [1], flags: contextRmFlags },
        { use: "update [OPTIONS] CONTEXT", short: "Update a context", long: "Update a context\n\nDocker endpoint config:\n\nNAME                DESCRIPTION\nfrom                Copy named context's Docker endpoint configuration\nhost                Docker endpoint on which to connect\nca                  Trust certs signed only by this CA\ncert                Path to TLS certificate file\nkey                 Path to TLS key file\nskip-tls-verify     Skip TLS certificate validation\n\nKubernetes endpoint config:\n\nNAME                 DESCRIPTION\nfrom                 Copy named context's Kubernetes endpoint configuration\nconfig-file          Path to a Kubernetes config file\ncontext-override     Overrides the context set in the kubernetes config file\nnamespace-override   Overrides the namespace set in the kubernetes config file\n\nExample:\n\n$ docker context update my-context --description \"some description\" --docker \"host=tcp://myserver:2376,ca=~/ca-file,cert=~/cert-file,key=~/key-file\"\n", args: [1, 1], flags: contextUpdateFlags },
        { use: "use CONTEXT", short: "Set the current docker context", args: [1, 1] },
      ],
    },
    { use: "cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH", short: "Copy files/folders between a container and the local filesystem", long: "Copy files/folders between a container and the local filesystem\n\nUse '-' as the source to read a tar archive from stdin\nand extract it to a directory destination in a container.\nUse '-' as the destination to stream a tar archive of a\ncontainer source to stdout.", args: [2, 2], flags: containerCpFlags },
    { use: "create [OPTIONS] IMAGE [COMMAND] [ARG...]", short: "Create a new container", args: [1], flagsFirst: true, flags: containerCreateFlags },
    { use: "deploy [OPTIONS] STACK", short: "Deploy a new stack or update an existing stack", args: [1, 1], api: "1.25", experimental: true, flags: deployFlags },
    { use: "diff CONTAINER", short: "Inspect changes to files or directories on a container's filesystem", args: [1, 1] },
    { use: "engine COMMAND", short: "Manage the docker engine", args: [0, 0],
      commands: [
        { use: "activate [OPTIONS]", short: "Activate Enterprise Edition", long: "Activate Enterprise Edition.\n\nWith this command you may apply an existing Docker enterprise license, or\ninteractively download one from Docker. In the interactive exchange, you can\nsign up for a new trial, or download an existing license. If you are\ncurrently running a Community Edition engine, the daemon will be updated to\nthe Enterprise Edition Docker engine with additional capabilities and long\nterm support.\n\nFor more information about different Docker Enterprise license types visit\nhttps://www.docker.com/licenses\n\nFor non-interactive scriptable deployments, download your license from\nhttps://hub.docker.com/ then specify the file with the '--license' flag.\n", args: [0, 0], flags: engineActivateFlags },
        { use: "check [OPTIONS]", short: "Check for available engine updates", args: [0, 0], flags: engineCheckFlags },
        { use: "update [OPTIONS]", short: "Update a local engine", args: [0, 0], flags: engineUpdateFlags },
      ],
    },
    { use: "events [OPTIONS]", short: "Get real time events from the server", args: [0, 0], flags: eventsFlags },
    { use: "exec [OPTIONS] CONTAINER COMMAND [ARG...]", short: "Run a command in a running container", args: [2], flagsFirst: true, flags: containerExecFlags },
    { use: "export [OPTIONS] CONTAINER", short: "Export a container's filesystem as a tar archive", args: [1, 1], flags: containerExportFlags },
    { use: "history [OPTIONS] IMAGE", short: "Show the history of an image", args: [1, 1], flags: historyFlags },
    { use: "image", short: "Manage images", args: [0, 0],
      commands: [
        { use: "build [OPTIONS] PATH | URL | -", short: "Build an image from a Dockerfile", args: [1, 1], flags: buildFlags },
        { use: "history [OPTIONS] IMAGE", short: "Show the history of an image", args: [1, 1], flags: historyFlags },
        { use: "import [OPTIONS] file|URL|- [REPOSITORY[:TAG]]", short: "Import the contents from a tarball to create a filesystem image", args: [1], flags: imageImportFlags },
        { use: "inspect [OPTIONS] IMAGE [IMAGE...]", short: "Display detailed information on one or more images", args: [1], flags: contextInspectFlags },
        { use: "load [OPTIONS]", short: "Load an image from a tar archive or STDIN", args: [0, 0], flags: imageLoadFlags },
        { use: "ls [OPTIONS] [REPOSITORY[:TAG]]", short: "List images", names: ["images", "list"], args: [0, 1], flags: imageLsFlags },
        { use: "prune [OPTIONS]", short: "Remove unused images", args: [0, 0], api: "1.25", flags: imagePruneFlags },
        { use: "pull [OPTIONS] NAME[:TAG|@DIGEST]", short: "Pull an image or a repository from a registry", args: [1, 1], flags: imagePullFlags },
        { use: "push [OPTIONS] NAME[:TAG]", short: "Push an image or a repository to a registry", args: [1, 1], flags: imagePushFlags },
        { use: "rm [OPTIONS] IMAGE [IMAGE...]", short: "Remove one or more images", names: ["rmi", "remove"], args: [1], flags: imageRmFlags },
        { use: "save [OPTIONS] IMAGE [IMAGE...]", short: "Save one or more images to a tar archive (streamed to STDOUT by default)", args: [1], flags: containerExportFlags },
        { use: "tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", short: "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE", args: [2, 2], flagsFirst: true },
      ],
    },
    { use: "images [OPTIONS] [REPOSITORY[:TAG]]", short: "List images", args: [0, 1], flags: imageLsFlags },
    { use: "import [OPTIONS] file|URL|- [REPOSITORY[:TAG]]", short: "Import the contents from a tarball to create a filesystem image", args: [1], flags: imageImportFlags },
    { use: "info [OPTIONS]", short: "Display system-wide information", args: [0, 0], flags: contextInspectFlags },
    { use: "inspect [OPTIONS] NAME|ID [NAME|ID...]", short: "Return low-level information on Docker objects", args: [1], flags: inspectFlags },
    { use: "kill [OPTIONS] CONTAINER [CONTAINER...]", short: "Kill one or more running containers", args: [1], flags: containerKillFlags },
    { use: "load [OPTIONS]", short: "Load an image from a tar archive or STDIN", args: [0, 0], flags: imageLoadFlags },
    { use: "login [OPTIONS] [SERVER]", short: "Log in to a Docker registry", long: "Log in to a Docker registry.\nIf no server is specified, the default is defined by the daemon.", args: [0, 1], flags: loginFlags },
    { use: "logout [SERVER]", short: "Log out from a Docker registry", long: "Log out from a Docker registry.\nIf no server is specified, the default is defined by the daemon.", args: [0, 1] },
    { use: "logs [OPTIONS] CONTAINER", short: "Fetch the logs of a container", args: [1, 1], flags: containerLogsFlags },
    { use: "manifest COMMAND", short: "Manage Docker image manifests and manifest lists", long: "\nThe **docker manifest** command has subcommands for managing image manifests and\nmanifest lists. A manifest list allows you to use one name to refer to the same image\nbuilt for multiple architectures.\n\nTo see help for a subcommand, use:\n\n    docker manifest CMD --help\n\nFor full details on using docker manifest lists, see the registry v2 specification.\n\n", args: [0, 0], experimentalCli: true,
      commands: [
        { use: "annotate [OPTIONS] MANIFEST_LIST MANIFEST", short: "Add additional information to a local image manifest", args: [2, 2], flags: manifestAnnotateFlags },
        { use: "create MANIFEST_LIST MANIFEST [MANIFEST...]", short: "Create a local manifest list for annotating and pushing to a registry", args: [2], flags: manifestCreateFlags },
        { use: "inspect [OPTIONS] [MANIFEST_LIST] MANIFEST", short: "Display an image manifest, or manifest list", args: [1, 2], flags: manifestInspectFlags },
        { use: "push [OPTIONS] MANIFEST_LIST", short: "Push a manifest list to a repository", args: [1, 1], flags: manifestPushFlags },
      ],
    },
    { use: "network", short: "Manage networks", args: [0, 0], api: "1.21",
      commands: [
        { use: "connect [OPTIONS] NETWORK CONTAINER", short: "Connect a container to a network", args: [2, 2], flags: networkConnectFlags },
        { use: "create [OPTIONS] NETWORK", short: "Create a network", args: [1, 1], flags: networkCreateFlags },
        { use: "disconnect [OPTIONS] NETWORK CONTAINER", short: "Disconnect a container from a network", args: [2, 2], flags: networkDisconnectFlags },
        { use: "inspect [OPTIONS] NETWORK [NETWORK...]", short: "Display detailed information on one or more networks", args: [1], flags: networkInspectFlags },
        { use: "ls [OPTIONS]", short: "List networks", names: ["list"], args: [0, 0], flags: networkLsFlags },
        { use: "prune [OPTIONS]", short: "Remove all unused networks", args: [0, 0], api: "1.25", flags: containerPruneFlags },
        { use: "rm NETWORK [NETWORK...]", short: "Remove one or more networks", names: ["remove"], args: [1] },
      ],
    },
    { use: "node", short: "Manage Swarm nodes", args: [0, 0], api: "1.24", swarm: "",
      commands: [
        { use: "demote NODE [NODE...]", short: "Demote one or more nodes from manager in the swarm", args: [1] },
        { use: "inspect [OPTIONS] self|NODE [NODE...]", short: "Display detailed information on one or more nodes", args: [1], flags: configInspectFlags },
        { use: "ls [OPTIONS]", short: "List nodes in the swarm", names: ["list"], args: [0, 0], flags: nodeLsFlags },
        { use: "promote NODE [NODE...]", short: "Promote one or more nodes to manager in the swarm", args: [1] },
        { use: "ps [OPTIONS] [NODE...]", short: "List tasks running on one or more nodes, defaults to current node", args: [0], flags: nodePsFlags },
        { use: "rm [OPTIONS] NODE [NODE...]", short: "Remove one or more nodes from the swarm", names: ["remove"], args: [1], flags: nodeRmFlags },
        { use: "update [OPTIONS] NODE", short: "Update a node", args: [1, 1], flags: nodeUpdateFlags },
      ],
    },
    { use: "pause CONTAINER [CONTAINER...]", short: "Pause all processes within one or more containers", args: [1] },
    { use: "plugin", short: "Manage plugins", args: [0, 0], api: "1.25",
      commands: [
        { use: "create [OPTIONS] PLUGIN PLUGIN-DATA-DIR", short: "Create a plugin from a rootfs and configuration. Plugin data directory must contain config.json and rootfs directory.", args: [2], flags: pluginCreateFlags },
        { use: "disable [OPTIONS] PLUGIN", short: "Disable a plugin", args: [1, 1], flags: pluginDisableFlags },
        { use: "enable [OPTIONS] PLUGIN", short: "Enable a plugin", args: [1, 1], flags: pluginEnableFlags },
        { use: "inspect [OPTIONS] PLUGIN [PLUGIN...]", short: "Display detailed information on one or more plugins", args: [1], flags: contextInspectFlags },
        { use: "install [OPTIONS] PLUGIN [KEY=VALUE...]", short: "Install a plugin", args: [1], flags: pluginInstallFlags },
        { use: "ls [OPTIONS]", short: "List plugins", names: ["list"], args: [0, 0], flags: pluginLsFlags },
        { use: "push [OPTIONS] PLUGIN[:TAG]", short: "Push a plugin to a registry", args: [1, 1], flags: imagePushFlags },
        { use: "rm [OPTIONS] PLUGIN [PLUGIN...]", short: "Remove one or more plugins", names: ["remove"], args: [1], flags: pluginRmFlags },
        { use: "set PLUGIN KEY=VALUE [KEY=VALUE...]", short: "Change settings for a plugin", args: [2] },
        { use: "upgrade [OPTIONS] PLUGIN [REMOTE]", short: "Upgrade an existing plugin", args: [1, 2], api: "1.26", flags: pluginUpgradeFlags },
      ],
    },
    { use: "port CONTAINER [PRIVATE_PORT[/PROTO]]", short: "List port mappings or a specific mapping for the container", args: [1, 2] },
    { use: "ps [OPTIONS]", short: "List containers", args: [0, 0], flags: containerLsFlags },
    { use: "pull [OPTIONS] NAME[:TAG|@DIGEST]", short: "Pull an image or a repository from a registry", args: [1, 1], flags: imagePullFlags },
    { use: "push [OPTIONS] NAME[:TAG]", short: "Push an image or a repository to a registry", args: [1, 1], flags: imagePushFlags },
    { use: "rename CONTAINER NEW_NAME", short: "Rename a container", args: [2, 2] },
    { use: "restart [OPTIONS] CONTAINER [CONTAINER...]", short: "Restart one or more containers", args: [1], flags: containerRestartFlags },
    { use: "rm [OPTIONS] CONTAINER [CONTAINER...]", short: "Remove one or more containers", args: [1], flags: containerRmFlags },
    { use: "rmi [OPTIONS] IMAGE [IMAGE...]", short: "Remove one or more images", args: [1], flags: imageRmFlags },
    { use: "run [OPTIONS] IMAGE [COMMAND] [ARG...]", short: "Run a command in a new container", args: [1], flagsFirst: true, flags: containerRunFlags },
    { use: "save [OPTIONS] IMAGE [IMAGE...]", short: "Save one or more images to a tar archive (streamed to STDOUT by default)", args: [1], flags: containerExportFlags },
    { use: "search [OPTIONS] TERM", short: "Search the Docker Hub for images", args: [1, 1], flags: searchFlags },
    { use: "secret", short: "Manage Docker secrets", args: [0, 0], api: "1.25", swarm: "",
      commands: [
        { use: "create [OPTIONS] SECRET [file|-]", short: "Create a secret from a file or STDIN as content", args: [1, 2], flags: secretCreateFlags },
        { use: "inspect [OPTIONS] SECRET [SECRET...]", short: "Display detailed information on one or more secrets", args: [1], flags: configInspectFlags },
        { use: "ls [OPTIONS]", short: "List secrets", names: ["list"], args: [0, 0], flags: secretLsFlags },
        { use: "rm SECRET [SECRET...]", short: "Remove one or more secrets", names: ["remove"], args: [1] },
      ],
    },
    { use: "service", short: "Manage services", args: [0, 0], api: "1.24", swarm: "",
      commands: [
        { use: "create [OPTIONS] IMAGE [COMMAND] [ARG...]", short: "Create a new service", args: [1], flagsFirst: true, flags: serviceCreateFlags },
        { use: "inspect [OPTIONS] SERVICE [SERVICE...]", short: "Display detailed information on one or more services", args: [1], flags: configInspectFlags },
        { use: "logs [OPTIONS] SERVICE|TASK", short: "Fetch the logs of a service or task", args: [1, 1], api: "1.29", flags: serviceLogsFlags },
        { use: "ls [OPTIONS]", short: "List services", names: ["list"], args: [0, 0], flags: serviceLsFlags },
        { use: "ps [OPTIONS] SERVICE [SERVICE...]", short: "List the tasks of one or more services", args: [1], flags: nodePsFlags },
        { use: "rm SERVICE [SERVICE...]", short: "Remove one or more services", names: ["remove"], args: [1] },
        { use: "rollback [OPTIONS] SERVICE", short: "Revert changes to a service's configuration", args: [1, 1], api: "1.31", flags: serviceRollbackFlags },
        { use: "scale SERVICE=REPLICAS [SERVICE=REPLICAS...]", short: "Scale one or multiple replicated services", args: [1], flags: serviceScaleFlags },
        { use: "update [OPTIONS] SERVICE", short: "Update a service", args: [1, 1], flags: serviceUpdateFlags },
      ],
    },
    { use: "stack [OPTIONS]", short: "Manage Docker stacks", args: [0, 0], api: "1.25", persistent: [["kubeconfig", "", "string", "", "Kubernetes config file", { kubernetes: true }], ["orchestrator", "", "string", "", "Orchestrator to use (swarm|kubernetes|all)"]],
      commands: [
        { use: "deploy [OPTIONS] STACK", short: "Deploy a new stack or update an existing stack", names: ["up"], args: [1, 1], flags: deployFlags },
        { use: "ls [OPTIONS]", short: "List stacks", names: ["list"], args: [0, 0], flags: stackLsFlags },
        { use: "ps [OPTIONS] STACK", short: "List the tasks in the stack", args: [1, 1], flags: stackPsFlags },
        { use: "rm [OPTIONS] STACK [STACK...]", short: "Remove one or more stacks", names: ["remove", "down"], args: [1], flags: stackRmFlags },
        { use: "services [OPTIONS] STACK", short: "List the services in the stack", args: [1, 1], flags: stackServicesFlags },
      ],
    },
    { use: "start [OPTIONS] CONTAINER [CONTAINER...]", short: "Start one or more stopped containers", args: [1], flags: containerStartFlags },
    { use: "stats [OPTIONS] [CONTAINER...]", short: "Display a live stream of container(s) resource usage statistics", args: [0], flags: containerStatsFlags },
    { use: "stop [OPTIONS] CONTAINER [CONTAINER...]", short: "Stop one or more running containers", args: [1], flags: containerStopFlags },
    { use: "swarm", short: "Manage Swarm", args: [0, 0], api: "1.24", swarm: "",
      commands: [
        { use: "ca [OPTIONS]", short: "Display and rotate the root CA", args: [0, 0], api: "1.30", flags: swarmCaFlags },
        { use: "init [OPTIONS]", short: "Initialize a swarm", args: [0, 0], flags: swarmInitFlags },
        { use: "join [OPTIONS] HOST:PORT", short: "Join a swarm as a node and/or manager", args: [1, 1], flags: swarmJoinFlags },
        { use: "join-token [OPTIONS] (worker|manager)", short: "Manage join tokens", args: [1, 1], flags: swarmJoinTokenFlags },
        { use: "leave [OPTIONS]", short: "Leave the swarm", args: [0, 0], flags: swarmLeaveFlags },
        { use: "unlock", short: "Unlock swarm", args: [0, 0] },
        { use: "unlock-key [OPTIONS]", short: "Manage the unlock key", args: [0, 0], flags: swarmUnlockKeyFlags },
        { use: "update [OPTIONS]", short: "Update the swarm", args: [0, 0], flags: swarmUpdateFlags },
      ],
    },
    { use: "system", short: "Manage Docker", args: [0, 0],
      commands: [
        { use: "df [OPTIONS]", short: "Show docker disk usage", args: [0, 0], api: "1.25", flags: systemDfFlags },
        { use: "dial-stdio", short: "Proxy the stdio stream to the daemon connection. Should not be invoked manually.", args: [0, 0], hidden: true },
        { use: "events [OPTIONS]", short: "Get real time events from the server", args: [0, 0], flags: eventsFlags },
        { use: "info [OPTIONS]", short: "Display system-wide information", args: [0, 0], flags: contextInspectFlags },
        { use: "prune [OPTIONS]", short: "Remove unused data", args: [0, 0], api: "1.25", flags: systemPruneFlags },
      ],
    },
    { use: "tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", short: "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE", args: [2, 2], flagsFirst: true },
    { use: "top CONTAINER [ps OPTIONS]", short: "Display the running processes of a container", args: [1], flagsFirst: true },
    { use: "trust", short: "Manage trust on Docker images", args: [0, 0],
      commands: [
        { use: "inspect IMAGE[:TAG] [IMAGE[:TAG]...]", short: "Return low-level information about keys and signatures", args: [1], flags: trustInspectFlags },
        { use: "key", short: "Manage keys for signing Docker images", args: [0, 0],
          commands: [
            { use: "generate NAME", short: "Generate and load a signing key-pair", args: [1, 1], flags: trustKeyGenerateFlags },
            { use: "load [OPTIONS] KEYFILE", short: "Load a private key file for signing", args: [1, 1], flags: trustKeyLoadFlags },
          ],
        },
        { use: "revoke [OPTIONS] IMAGE[:TAG]", short: "Remove trust for an image", args: [1, 1], flags: trustRevokeFlags },
        { use: "sign IMAGE:TAG", short: "Sign an image", args: [1, 1], flags: trustSignFlags },
        { use: "signer", short: "Manage entities who can sign Docker images", args: [0, 0],
          commands: [
            { use: "add OPTIONS NAME REPOSITORY [REPOSITORY...] ", short: "Add a signer", args: [2], flags: trustSignerAddFlags },
            { use: "remove [OPTIONS] NAME REPOSITORY [REPOSITORY...]", short: "Remove a signer", args: [2], flags: trustSignerRemoveFlags },
          ],
        },
      ],
    },
    { use: "unpause CONTAINER [CONTAINER...]", short: "Unpause all processes within one or more containers", args: [1] },
    { use: "update [OPTIONS] CONTAINER [CONTAINER...]", short: "Update configuration of one or more containers", args: [1], flags: containerUpdateFlags },
    { use: "version [OPTIONS]", short: "Show the Docker version information", args: [0, 0], flags: versionFlags },
    { use: "volume COMMAND", short: "Manage volumes", args: [0, 0], api: "1.21",
      commands: [
        { use: "create [OPTIONS] [VOLUME]", short: "Create a volume", args: [0, 1], flags: volumeCreateFlags },
        { use: "inspect [OPTIONS] VOLUME [VOLUME...]", short: "Display detailed information on one or more volumes", args: [1], flags: contextInspectFlags },
        { use: "ls [OPTIONS]", short: "List volumes", names: ["list"], args: [0, 0], flags: volumeLsFlags },
        { use: "prune [OPTIONS]", short: "Remove all unused local volumes", args: [0, 0], api: "1.25", flags: volumePruneFlags },
        { use: "rm [OPTIONS] VOLUME [VOLUME...]", short: "Remove one or more volumes", long: "\nRemove one or more volumes. You cannot remove a volume that is in use by a container.\n", example: "\n$ docker volume rm hello\nhello\n", names: ["remove"], args: [1], flags: volumeRmFlags },
      ],
    },
    { use: "wait CONTAINER [CONTAINER...]", short: "Block until one or more containers stop, then print their exit codes", args: [1] },
  ],
};
