/** What less shows on `h`. */
export const HELP = `
                   SUMMARY OF LESS COMMANDS

      Commands marked with * may be preceded by a number, N.

  h  H                 Display this help.
  q  :q  Q  ZZ         Exit.

  e  ^E  j  ^N  CR  *  Forward  one line   (or N lines).
  y  ^Y  k  ^P      *  Backward one line   (or N lines).
  f  ^F  ^V  SPACE  *  Forward  one window (or N lines).
  b  ^B             *  Backward one window (or N lines).
  d  ^D             *  Forward  one half-window.
  u  ^U             *  Backward one half-window.
  RIGHT  LEFT       *  Right and left one half screen width.
  F                    Forward forever; like "tail -f".
  r  ^L                Repaint screen.

  /pattern  ?pattern   Search forward or backward.
  n  N                 Repeat previous search, in reverse direction.
  g  <              *  Go to first line in file (or line N).
  G  >              *  Go to last line in file (or line N).
  p  %              *  Go to beginning of file (or N percent into file).
  :n  :p               Examine the next or previous file.
  =  ^G                Print current file name.
  -N  -S  -i  -R       Toggle line numbers, folding, case, raw colours.`;
