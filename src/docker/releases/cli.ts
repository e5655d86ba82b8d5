/** Differences of the docker command between releases. Every field says what it changes on the screen. */
export interface CliRelease {
  /** `docker version`, client part. */
  readonly version: string;
  /** Highest API version that the client speaks. */
  readonly apiVersion: string;
  readonly build: ClientBuild;
  /** The tree of commands with their flags, loaded when a docker command runs. */
  readonly commands: () => Promise<CommandSpec>;
  readonly help: HelpLayout;
  readonly table: TableLayout;
  readonly behaviour: CliBehaviour;
  readonly texts: CliTexts;
  readonly builder: BuilderTexts;
  readonly names: CliNames;
  /** The page of a plugin that comes with the release; undefined when it has none of that name. */
  readonly plugin?: (name: string) => Promise<string | undefined>;
}

/** What `docker version` and `docker --version` say of the client besides its version. */
export interface ClientBuild {
  readonly platform: string;
  readonly goVersion: string;
  readonly gitCommit: string;
  /** RFC 3339. */
  readonly time: string;
}

/** A plugin that comes with the command. */
export interface PluginInfo {
  readonly name: string;
  readonly short: string;
  readonly vendor: string;
  readonly version: string;
  readonly path: string;
}

/** How pages of help and errors of usage are laid out. */
export interface HelpLayout {
  /** Between `Usage:` and the line, and above the page. */
  readonly usageIndent: string;
  readonly leadingNewline: boolean;
  /** Lists common, management and swarm commands apart; global options come last and `Aliases:` are listed. */
  readonly grouped: boolean;
  /** Wrong usage: `"docker rm" requires …` with the summary below, or `docker: 'docker rm' requires …`. */
  readonly usageErrors: "quoted" | "prefixed";
  /** Bold text after the top-level page. */
  readonly footer: string | undefined;
  /** Plugins that the top-level page lists, with their summaries. */
  readonly plugins: readonly PluginInfo[];
}

/** text/tabwriter's parameters for lists. */
export interface TableLayout {
  readonly minWidth: number;
  readonly padding: number;
}

/** What the command does differently, apart from wording. */
export interface CliBehaviour {
  /** The daemon is asked for its features before every command, or only when something needs it. */
  readonly pingFirst: boolean;
  /** go-units tells a bad suffix from a bad size; `--mount` and `-v` know relative paths. */
  readonly strictSizes: boolean;
  /** `--add-host name=address` is understood as well as `name:address`. */
  readonly addHostEquals: boolean;
  /** `--format json` means `{{json .}}`. */
  readonly jsonFormat: boolean;
  /** A missing object is told by the client (`Error: No such container: x`), not in the daemon's words. */
  readonly clientNotFound: boolean;
  /** ^C asks the command to end; where a stream holds it the third one ends it. Otherwise ^C kills. */
  readonly gracefulInterrupt: boolean;
  /** Fields of `docker ps` that came later. */
  readonly psFields: readonly string[];
  /** IPv6 addresses stand in brackets before a port. */
  readonly bracketsIp6: boolean;
  /** `docker ps -q --format` warns and ignores the format. */
  readonly warnsQuietFormat: boolean;
  /** `docker images ls` without a match hints at `docker image ls`. */
  readonly hintsImageVerbs: boolean;
  /** `docker history` shows no age for dates before 2000. */
  readonly hidesOldDates: boolean;
  /** Errors in environment files name the file. */
  readonly namedEnvFileErrors: boolean;
  /** `docker volume prune` leaves named volumes alone unless told otherwise. */
  readonly anonymousVolumePrune: boolean;
  /** A prune that was refused still tells that nothing was reclaimed. */
  readonly totalsRefusal: boolean;
  /** `docker stats` clears the screen for each frame, or wipes line by line. */
  readonly statsHome: "clear" | "lines";
  /** Memory in use is told without the page cache, or without inactive file pages. */
  readonly subtractsCache: boolean;
  /** `-v` is checked by the client. */
  readonly checksVolumes: boolean;
  /** A `-p` that is refused is taken for the long form. */
  readonly retriesLongPorts: boolean;
  /** Limits that weren't given are sent as empty lists, not as null. */
  readonly emptyLists: boolean;
  /** Empty maps of a new volume are left out of the request. */
  readonly omitsEmptyMaps: boolean;
  /** A start that failed while attached leaves a line about the wait that was given up. */
  readonly tellsCanceledWait: boolean;
  /** Log lines are coloured on a terminal. */
  readonly colouredLog: boolean;
  /** The stop signal is sent whenever it is known. */
  readonly sendsDefaults: boolean;
  /** Creating tells the size of the terminal. */
  readonly sendsConsoleSize: boolean;
  /** Warnings of the client come after the container was made. */
  readonly warnsLate: boolean;
  /** Progress of a pull in `docker run` is drawn when stderr is a terminal, not stdout. */
  readonly pullTerminalIsStderr: boolean;
  /** Executing a directory counts as permission denied: 126. */
  readonly directoryIsDenied: boolean;
  /** `docker rm -f` is content when there is no such container. */
  readonly forceIgnoresMissing: boolean;
  /** `docker push` without a tag pushes `latest`, not all tags. */
  readonly pushesLatest: boolean;
  /** `docker cp` tells what it copied. */
  readonly copyMessages: boolean;
  /** Begin of the names of files that are not complete yet. */
  readonly temporaryPrefix: string;
  /** `docker inspect --type=` is refused. */
  readonly refusesEmptyType: boolean;
  /** Volumes have fields for clusters. */
  readonly clusterVolumes: boolean;
  /** Networks can go without IPv4. */
  readonly networkIpv4Column: boolean;
  /** `docker version` and `docker info` tell the context of the client. */
  readonly versionShowsContext: boolean;
  /** `docker info` tells errors of the daemon on stderr. */
  readonly infoErrorIsError: boolean;
  /** Size of an image in `docker system df -v`. */
  readonly verboseImageSize: "VirtualSize" | "Size";
  /** `docker search` shows automated builds. */
  readonly searchAutomated: boolean;
  /** `docker search` sorts by stars itself. */
  readonly sortsSearch: boolean;
}

/** Wording that differs. `{}` stands for the value. */
export interface CliTexts {
  /** What `-h` was deprecated for. */
  readonly helpNote: string;
  /** Before errors of connecting. */
  readonly endpointPrefix: string;
  readonly oneHost: string;
  readonly badHost: string;
  readonly noContext: string;
  readonly hostAndContext: string;
  readonly unknownCommand: string;
  readonly notAnIp: string;
  readonly sysctlRefused: string;
  readonly gpuCount: string;
  /** A template of --format that can't be parsed or executed, in lists. */
  readonly templateError: string;
  /** The same in inspect. */
  readonly inspectTemplateError: string;
  /** Capital letters in an image's name. */
  readonly upperCase: string;
  /** An error of `docker run` before the container starts. */
  readonly runError: string;
  /** An error of starting it. */
  readonly startError: string;
  readonly restartCount: string;
  readonly restartAndRemove: string;
  readonly attachAndDetach: string;
  readonly attachOne: string;
  readonly idFileExists: string;
  readonly idFileFailed: string;
  readonly emptyName: string;
  readonly twoVolumeNames: string;
  /** Last line of a `docker network rm` that failed. */
  readonly networkRemoveFailed: string;
  /** A line of `docker system prune`. */
  readonly pruneVolumes: string;
  readonly pruneBuildCache: string;
  readonly badInspectType: string;
  readonly noSuchObject: string;
  readonly infoFailed: string;
  readonly storedPassword: string;
  readonly loginHint: string;
  readonly loginNeedsTerminal: string;
  readonly passwordTwice: string;
  readonly passwordWithoutUser: string;
  readonly usernameRequired: string;
  readonly passwordRequired: string;
}

/** What `docker build` says of builders and contexts. */
export interface BuilderTexts {
  /** Before a build by the classic builder; nothing where it is the builder. */
  readonly legacy: string;
  /** The same when DOCKER_BUILDKIT=0 asked for it. */
  readonly disabled: string;
  /** DOCKER_BUILDKIT=1. */
  readonly missing: string;
  /** DOCKER_BUILDKIT is no boolean. */
  readonly badVariable: string;
  /** A file of the context that can't be read. */
  readonly badContext: string;
  /** A context that should be downloaded. */
  readonly download: string;
  /** `-f` and a Dockerfile on the standard input; empty where that is fine. */
  readonly twoDockerfiles: string;
}

/** Names of Go's that messages and formats show. */
export interface CliNames {
  readonly containerContext: string;
  readonly info: string;
  /** Columns of `docker context ls`. */
  readonly contextTable: string;
}

/** Command: what its page says and which flags it takes. */
export interface CommandSpec {
  /** Name and arguments, as in the usage line. */
  readonly use: string;
  readonly short: string;
  readonly long?: string;
  readonly example?: string;
  /** Other names in the same place. */
  readonly names?: readonly string[];
  /** Every way to call it, as the page lists them. */
  readonly aliases?: string;
  /** Least and most positional arguments; no most when it is absent. */
  readonly args?: readonly [least: number, most?: number];
  /** Flags end at the first argument. */
  readonly flagsFirst?: true;
  readonly hidden?: true;
  /** Everything after the name belongs to a plugin. */
  readonly raw?: true;
  /** Place among the common commands. */
  readonly common?: number;
  /** Least API version of the daemon. */
  readonly api?: string;
  readonly swarm?: string;
  readonly os?: string;
  readonly experimental?: true;
  readonly experimentalCli?: true;
  readonly kubernetes?: true;
  readonly flags?: readonly FlagSpec[];
  /** Flags that its commands take as well. */
  readonly persistent?: readonly FlagSpec[];
  readonly commands?: readonly CommandSpec[];
}

/** A flag: its value's type is named as pflag names it. */
export type FlagSpec = readonly [name: string, shorthand: string, type: string, defaultText: string, usage: string, more?: FlagMore];

export interface FlagMore {
  readonly hidden?: true | boolean;
  /** What to use instead. */
  readonly deprecated?: string;
  readonly shorthandDeprecated?: string;
  /** Value of the flag without one, other than a bool's true. */
  readonly noValue?: string;
  readonly needsValue?: boolean;
  readonly api?: string;
  readonly os?: string;
  readonly swarm?: boolean | string;
  readonly experimental?: boolean;
  readonly experimentalCLI?: boolean;
  readonly buildkit?: boolean;
  readonly noBuildkit?: boolean;
  readonly kubernetes?: boolean;
  readonly topLevel?: string;
}
