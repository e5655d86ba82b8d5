/** Options of set(1) and shopt. */

export interface SetOption {
  readonly name: string;
  readonly letter: string | undefined;
}

/** In the order in which `set -o` lists them. */
export const BASH_OPTIONS: readonly SetOption[] = [
  ["allexport", "a"], ["braceexpand", "B"], ["emacs"], ["errexit", "e"], ["errtrace", "E"], ["functrace", "T"], ["hashall", "h"], ["histexpand", "H"], ["history"],
  ["ignoreeof"], ["interactive-comments"], ["keyword", "k"], ["monitor", "m"], ["noclobber", "C"], ["noexec", "n"], ["noglob", "f"], ["nolog"], ["notify", "b"],
  ["nounset", "u"], ["onecmd", "t"], ["physical", "P"], ["pipefail"], ["posix"], ["privileged", "p"], ["verbose", "v"], ["vi"], ["xtrace", "x"],
].map(([name = "", letter]) => ({ name, letter }));

export const DASH_OPTIONS: readonly SetOption[] = [
  ["errexit", "e"], ["noglob", "f"], ["ignoreeof", "I"], ["interactive", "i"], ["monitor", "m"], ["noexec", "n"], ["stdin", "s"], ["xtrace", "x"], ["verbose", "v"], ["vi", "V"],
  ["emacs", "E"], ["noclobber", "C"], ["allexport", "a"], ["notify", "b"], ["nounset", "u"], ["nolog"], ["debug"],
].map(([name = "", letter]) => ({ name, letter }));

export const ASH_OPTIONS: readonly SetOption[] = [...DASH_OPTIONS.slice(0, 9), ["vi", "V"], ["noclobber", "C"], ["allexport", "a"], ["notify", "b"], ["nounset", "u"], ["pipefail"]].map((one) =>
  Array.isArray(one) ? { name: one[0] ?? "", letter: one[1] } : one as SetOption,
);

/** shopt's options with their defaults in a shell that is not interactive, in the order of `shopt`. */
export const SHOPT_DEFAULTS: readonly (readonly [string, boolean])[] = [
  ["autocd", false], ["assoc_expand_once", false], ["cdable_vars", false], ["cdspell", false], ["checkhash", false], ["checkjobs", false], ["checkwinsize", true], ["cmdhist", true],
  ["complete_fullquote", true], ["direxpand", false], ["dirspell", false], ["dotglob", false], ["execfail", false], ["expand_aliases", false], ["extdebug", false],
  ["extglob", false], ["extquote", true], ["failglob", false], ["force_fignore", true], ["globasciiranges", true], ["globskipdots", true], ["globstar", false], ["gnu_errfmt", false],
  ["histappend", false], ["histreedit", false], ["histverify", false], ["hostcomplete", true], ["huponexit", false], ["inherit_errexit", false], ["interactive_comments", true],
  ["lastpipe", false], ["lithist", false], ["localvar_inherit", false], ["localvar_unset", false], ["login_shell", false], ["mailwarn", false], ["no_empty_cmd_completion", false],
  ["nocaseglob", false], ["nocasematch", false], ["noexpand_translation", false], ["nullglob", false], ["patsub_replacement", true], ["progcomp", true], ["progcomp_alias", false],
  ["promptvars", true], ["restricted_shell", false], ["shift_verbose", false], ["sourcepath", true], ["varredir_close", false], ["xpg_echo", false],
];
