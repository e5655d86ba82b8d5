/** The keys that a terminal in canonical mode understands: termios(3), c_cc, as stty shows them. */

const control = (letter: string): number => letter.charCodeAt(0) & 31;
export const CTRL_C: number = control("C");
export const CTRL_D: number = control("D");
export const CTRL_H: number = control("H");
export const CTRL_Q: number = control("Q");
export const CTRL_R: number = control("R");
export const CTRL_S: number = control("S");
export const CTRL_U: number = control("U");
export const CTRL_V: number = control("V");
export const CTRL_W: number = control("W");
export const CTRL_Z: number = control("Z");
export const CTRL_BACKSLASH: number = 28;
export const DELETE: number = 127;
export const NEWLINE: number = 10;
export const RETURN: number = 13;
export const BELL: number = 7;
