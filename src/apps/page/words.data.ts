import type { Language } from "./settings.ts";

/** The page's words. */
export interface Words {
  readonly release: string;
  readonly language: string;
  readonly theme: string;
  readonly themes: { readonly auto: string; readonly light: string; readonly dark: string };
  readonly screenReader: string;
  readonly second: string;
  readonly closeSecond: string;
  readonly reset: string;
  readonly resetAsk: string;
  readonly cancel: string;
  readonly resetDone: string;
  readonly undo: string;
  readonly dismiss: string;
  readonly ended: (status: number) => string;
  readonly restored: string;
  readonly defect: string;
  readonly terminal: (number: number) => string;
  readonly bar: string;
  readonly about: string;
  /** Which keys leave the terminal. */
  readonly keys: string;
  readonly skip: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    release: "Docker",
    language: "Language",
    theme: "Theme",
    themes: { auto: "Auto", light: "Light", dark: "Dark" },
    screenReader: "Screen reader",
    second: "Second terminal",
    closeSecond: "Close second terminal",
    reset: "Reset",
    resetAsk: "Throw this machine away and start with a new one?",
    cancel: "Cancel",
    resetDone: "A new machine is running.",
    undo: "Undo",
    dismiss: "Dismiss",
    ended: (status) => `[session ended with status ${status}: press Enter for a new one]`,
    restored: "Your machine is as you left it; containers that ran were started again.",
    defect: "Something in Drydock broke; the machine goes on where it can:",
    terminal: (number) => `Terminal ${number}`,
    bar: "Machine",
    about: "Password of user: “docker”. F6 leaves the terminal.",
    keys: "F6 or Shift+Tab leaves the terminal.",
    skip: "To the terminal",
  },
  ko: {
    release: "Docker",
    language: "언어",
    theme: "화면",
    themes: { auto: "자동", light: "밝게", dark: "어둡게" },
    screenReader: "화면 낭독",
    second: "두 번째 터미널",
    closeSecond: "두 번째 터미널 닫기",
    reset: "초기화",
    resetAsk: "이 컴퓨터를 버리고 새 컴퓨터로 시작할까요?",
    cancel: "취소",
    resetDone: "새 컴퓨터가 켜졌습니다.",
    undo: "되돌리기",
    dismiss: "닫기",
    ended: (status) => `[세션이 상태 ${status}(으)로 끝났습니다. Enter를 누르면 새로 시작합니다]`,
    restored: "마지막 상태 그대로입니다. 실행 중이던 컨테이너는 다시 시작했습니다.",
    defect: "Drydock에 문제가 생겼습니다. 컴퓨터는 가능한 한 계속 동작합니다:",
    terminal: (number) => `터미널 ${number}`,
    bar: "컴퓨터",
    about: "user의 암호: “docker”. F6: 터미널에서 나오기.",
    keys: "F6이나 Shift+Tab을 누르면 터미널에서 나옵니다.",
    skip: "터미널로",
  },
};
