/** What sudo 1.8 says, in English and Korean. */

export interface SudoTexts {
  readonly prompt: string;
  readonly again: string;
  readonly attempts: (count: number) => string;
  readonly passwordNeeded: string;
  readonly notFound: (command: string) => string;
  readonly notInSudoers: (user: string) => string;
  readonly notAllowed: (user: string, command: string, runAs: string, host: string) => string;
  readonly mayNotRun: (user: string, host: string) => string;
  readonly unknownUser: (name: string) => string;
  readonly noTty: string;
  readonly cannotRun: (path: string) => string;
  readonly cannotChange: (directory: string) => string;
  readonly lecture: string;
}

export const ENGLISH: SudoTexts = {
  prompt: "[sudo] password for %p: ",
  again: "Sorry, try again.",
  attempts: (count) => `${count} incorrect password attempt${count === 1 ? "" : "s"}`,
  passwordNeeded: "a password is required",
  notFound: (command) => `${command}: command not found`,
  notInSudoers: (user) => `${user} is not in the sudoers file.  This incident will be reported.`,
  notAllowed: (user, command, runAs, host) => `Sorry, user ${user} is not allowed to execute '${command}' as ${runAs} on ${host}.`,
  mayNotRun: (user, host) => `Sorry, user ${user} may not run sudo on ${host}.`,
  unknownUser: (name) => `unknown user: ${name}`,
  noTty: "no tty present and no askpass program specified",
  cannotRun: (path) => `unable to execute ${path}`,
  cannotChange: (directory) => `unable to change directory to ${directory}`,
  lecture: `
We trust you have received the usual lecture from the local System
Administrator. It usually boils down to these three things:

    #1) Respect the privacy of others.
    #2) Think before you type.
    #3) With great power comes great responsibility.

`,
};

export const KOREAN: SudoTexts = {
  prompt: "[sudo] %p의 암호: ",
  again: "죄송합니다만, 다시 시도하십시오.",
  attempts: (count) => `잘못된 암호 입력 시도 ${count}번`,
  passwordNeeded: "암호가 필요합니다",
  notFound: (command) => `${command}: 명령이 없습니다`,
  notInSudoers: (user) => `${user}은(는) sudoers 설정 파일에 없습니다.  이 시도를 보고합니다.`,
  notAllowed: (user, command, runAs, host) => `죄송하지만 ${user} 사용자는 '${command}'을(를) ${host}의 ${runAs}(으)로 실행하도록 허가받지 않았습니다.`,
  mayNotRun: (user, host) => `죄송하지만, ${user} 사용자는 ${host}에서 sudo를 실행하면 안됩니다.`,
  unknownUser: (name) => `알 수 없는 사용자: ${name}`,
  noTty: "tty가 없고 askpass 프로그램을 지정하지 않았습니다",
  cannotRun: (path) => `${path}을(를) 실행할 수 없습니다`,
  cannotChange: (directory) => `${directory} 디렉터리로 바꿀 수 없습니다`,
  lecture: `
로컬 시스템 관리자에게 일반적인 지침을 받았으리라 믿습니다.
보통 세가지로 요약합니다:

    #1) 타인의 사생활을 존중하십시오.
    #2) 입력하기 전에 한 번 더 생각하십시오.
    #3) 막강한 힘에는 상당한 책임이 뒤따릅니다.

`,
};
