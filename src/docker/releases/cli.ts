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
  readonly plugins: readonly { readonly name: string; readonly short: string }[];
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
  /** go-units tells a bad suffix from a bad size. */
  readonly strictSizes: boolean;
  /** `--add-host name=address` is understood as well as `name:address`. */
  readonly addHostEquals: boolean;
  /** `--format json` means `{{json .}}`. */
  readonly jsonFormat: boolean;
  /** A missing object is told by the client (`Error: No such container: x`), not in the daemon's words. */
  readonly clientNotFound: boolean;
  /** Errors of several arguments are printed as they come, or joined at the end. */
  readonly stopTimeoutFlag: "time" | "timeout";
  /** `docker cp` tells what it copied. */
  readonly copyMessages: boolean;
  /** A first ^C only asks the command to end; the third one kills it. */
  readonly gracefulInterrupt: boolean;
  /** `docker ps` puts IPv6 addresses in brackets and has these fields as well. */
  readonly psFields: readonly string[];
  /** Environment files name the file in their errors and keep blanks before names. */
  readonly namedEnvFileErrors: boolean;
  /** `docker volume prune` leaves named volumes alone unless told otherwise. */
  readonly anonymousVolumePrune: boolean;
  /** The pull and push bars count in `[=>  ]  1.2MB/3MB`; drawn while nothing is known yet. */
  readonly statsHome: "clear" | "lines";
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
  /** A template of --format that can't be parsed or executed. */
  readonly templateError: string;
  readonly inspectTemplateError: string;
  /** Capital letters in an image's name. */
  readonly upperCase: string;
  /** Ends an error of `docker run`: `{}` is the message. */
  readonly runError: string;
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
