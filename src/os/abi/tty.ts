/** termios(3), as far as programs use it, and window sizes. */

export interface WindowSize {
  readonly rows: number;
  readonly columns: number;
}

/** Settings of a terminal; the names are termios' flags in lower case. */
export interface Termios {
  /** Input: CR becomes NL. */
  readonly icrnl: boolean;
  /** Input: ^S and ^Q stop and start output. */
  readonly ixon: boolean;
  /** Input is UTF-8: erase removes whole characters. */
  readonly iutf8: boolean;
  /** Output: NL becomes CR NL (opost and onlcr). */
  readonly onlcr: boolean;
  /** Line by line, with erase, kill and end of file. */
  readonly icanon: boolean;
  readonly echo: boolean;
  /** Erase wipes the character from the screen. */
  readonly echoe: boolean;
  /** Control characters echo as ^X. */
  readonly echoctl: boolean;
  /** ^C ^\ ^Z make signals. */
  readonly isig: boolean;
  /** Word erase and literal next work. */
  readonly iexten: boolean;
  /** Background processes that write get SIGTTOU. */
  readonly tostop: boolean;
}

export const COOKED: Termios = {
  icrnl: true,
  ixon: true,
  iutf8: true,
  onlcr: true,
  icanon: true,
  echo: true,
  echoe: true,
  echoctl: true,
  isig: true,
  iexten: true,
  tostop: false,
};

/** What cfmakeraw(3) leaves. */
export const RAW: Termios = {
  icrnl: false,
  ixon: false,
  iutf8: true,
  onlcr: false,
  icanon: false,
  echo: false,
  echoe: false,
  echoctl: false,
  isig: false,
  iexten: false,
  tostop: false,
};
