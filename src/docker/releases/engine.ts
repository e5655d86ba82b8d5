/** Differences of the daemon between releases. */
export interface EngineRelease {
  /** `docker version`, server part. */
  readonly version: string;
  readonly apiVersion: string;
  readonly minApiVersion: string;
  readonly build: EngineBuild;
  /** How `docker save` lays its archive out. */
  readonly archiveFormat: "legacy" | "oci";
  /** Header of /_ping: the builder that clients should use by default. */
  readonly builderVersion: string;
  /** Wording; `{}` stands for the values in order. */
  readonly texts: EngineTexts;
  readonly behaviour: EngineBehaviour;
  readonly shapes: EngineShapes;
  readonly info: EngineInfo;
}

/** What GET /version says besides the versions. */
export interface EngineBuild {
  readonly platform: string;
  readonly goVersion: string;
  readonly gitCommit: string;
  /** As Components' details have it: `Mon Jun 22 15:49:27 2020`; the top level gives RFC 3339. */
  readonly builtAt: string;
  readonly buildTime: string;
  readonly containerd: { readonly version: string; readonly commit: string };
  readonly runc: { readonly version: string; readonly commit: string };
  readonly init: { readonly version: string; readonly commit: string };
}

/** What the daemon does differently, apart from wording. */
export interface EngineBehaviour {
  /** What network mode "default" becomes in the container's HostConfig: it stays, or is bridge. */
  readonly defaultNetworkMode: "default" | "bridge";
  /** Bytes. */
  readonly leastMemory: number;
  /** MAC addresses are made from the IP address (02:42:ac:11:00:02) or are random. */
  readonly macFromAddress: boolean;
  /** Published ports are listed for IPv6 as well. */
  readonly publishesIPv6: boolean;
  /** Exec looks its user up when it is created, not when it starts. */
  readonly execChecksUserEarly: boolean;
  /** Status of an exec whose program can't be found; every other refusal gives 126. */
  readonly execNotFoundStatus: number;
  /** Pruning volumes takes anonymous ones only unless `all` is asked for. */
  readonly prunesAnonymousVolumes: boolean;
  /** Endpoints list their names in DNSNames on user-defined networks; or aliases get the short id. */
  readonly dnsNames: boolean;
  /** Error texts of reference parsing name the repository. */
  readonly referenceNamesRepository: boolean;
  /** `C` rows and others of the default cgroup namespace. */
  readonly cgroupns: string | undefined;
  /** The order of `network disconnect` and `die` when a container ends. */
  readonly disconnectBeforeDie: boolean;
  /** Of /var/lib/docker/volumes/NAME. */
  readonly volumeDirectoryMode: number;
  /** die and exec_die events carry execDuration. */
  readonly execDuration: boolean;
  /** Name and arguments of a container's shim; `{}` is the container's id. Whether containerd or init is its parent. */
  readonly shim: { readonly argv: readonly string[]; readonly underContainerd: boolean };
  /** Image lists count containers always. */
  readonly countsContainers: boolean;
  /** The directory of volumes has the device node that quotas use. */
  readonly backingFsBlockDev: boolean;
  /** Permissions of /var/lib/docker and of its volumes directory. */
  readonly dataRootMode: number;
  readonly volumesMode: number;
  /** --ip is looked at on the default network, too, when the network was not named. */
  readonly checksDefaultAddress: boolean;
  /** `docker update` and create take limits as cgroup v1 does; pull counts `Pulling from` once. */
  readonly hostsStyle: "long" | "short";
  readonly resolvConf: "plain" | "commented";
}

/** The order and defaults of JSON objects: keys in Go's order, `undefined` for what is left out when it is empty. */
export interface EngineShapes {
  readonly hostConfig: Shape;
  readonly config: Shape;
  readonly endpoint: Shape;
  readonly networkSettings: Shape;
  readonly imageInspect: Shape;
  /** An image's Config in its inspect. */
  readonly imageConfig: Shape;
  readonly imageSummary: Shape;
  readonly network: Shape;
}
export type Shape = Readonly<Record<string, unknown>>;

export interface EngineInfo {
  /** Storage driver's rows. */
  readonly driverStatus: readonly (readonly [string, string])[];
  readonly logDrivers: readonly string[];
  /** Of the local host, as CIDR. */
  readonly insecureRegistries: readonly string[];
  readonly fields: Shape;
}

export interface EngineTexts {
  readonly clientTooOld: string;
  readonly clientTooNew: string;
  readonly leastMemory: string;
  readonly leastReservation: string;
  readonly cpuRange: string;
  readonly invalidSignal: string;
  /** Of `kill` with a bad name; the prefix is in it where there is one. */
  readonly killInvalidSignal: string;
  readonly killPrefix: string;
  readonly unsupportedSignal: string;
  readonly notRunning: string;
  readonly isRestarting: string;
  readonly removeRunning: string;
  readonly removePaused: string;
  readonly restartPolicy: string;
  readonly restartPolicyCount: string;
  readonly restartPolicyNegative: string;
  readonly invalidFilter: string;
  readonly invalidFilterValue: string;
  readonly healthFilter: string;
  readonly statusFilter: string;
  readonly noCommand: string;
  readonly invalidChange: string;
  /** Whether the text of an invalid change has the instruction as typed. */
  readonly changeAsTyped: boolean;
  readonly startFailed: string;
  readonly execFailed: string;
  readonly notFoundInPath: string;
  readonly noSuchFile: string;
  readonly permissionDenied: string;
  readonly isDirectory: string;
  readonly execFormat: string;
  readonly cwdMissing: string;
  readonly execCwdMissing: string;
  readonly sharesMinimum: string;
  readonly networkSetup: string;
  readonly networkStartMissing: string;
  readonly joinMissing: string;
  readonly joinNotRunning: string;
  readonly addressOnDefault: string;
  /** Two things wrong with an address at once; undefined where only the first is told. */
  readonly addressOutside: string | undefined;
  readonly poolOverlaps: string;
  readonly invalidSubnet: string;
  readonly activeEndpoints: string;
  readonly networkNotFound: string;
  readonly missingMemory: string;
  /** Before the reference that `docker save` did not find. */
  readonly saveMissing: string;
}
