import { isErrno, type Sys } from "#abi";
import { StatusError } from "../command/errors.ts";
import type { Flags } from "../command/flags.ts";
import { messageOf } from "../known.ts";
import type { Run } from "../run.ts";
import type { Session } from "../session.ts";
import { writeConfig } from "../write-config.ts";

const HUB = "https://index.docker.io/v1/";

/** `docker login`: asks for what is missing, and the registry whether it is right. */
export const run: Run = async ({ session, flags, args }) => {
  const server = args[0] === undefined || args[0] === "docker.io" ? HUB : args[0];
  const credentials = await ask(session, flags, server);
  const client = await session.client();
  let status: string;
  try {
    status = (await client.system.auth({ ...credentials, serveraddress: server })).Status;
  } catch (error) {
    throw new StatusError(messageOf(error));
  }
  if (flags.text("password") !== "") await session.err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n");
  const auths = { ...session.config.auths, [server]: { auth: btoa(`${credentials.username}:${credentials.password}`) } };
  writeConfig(session, { ...session.config, auths });
  await session.err(`${session.release.texts.storedPassword.replace("{}", `${session.options.configDirectory}/config.json`)}`);
  if (status !== "") await session.out(`${status}\n`);
};

async function ask(session: Session, flags: Flags, server: string): Promise<{ readonly username: string; readonly password: string }> {
  const { sys } = session;
  let [username, password] = [flags.text("username"), flags.text("password")];
  if (flags.bool("password-stdin")) {
    if (password !== "") throw new StatusError(session.release.texts.passwordTwice);
    if (username === "") throw new StatusError(session.release.texts.passwordWithoutUser);
    password = (await readAllText(sys)).replace(/\r?\n$/, "");
  }
  if ((username === "" || password === "") && !session.isTerminal(0)) throw new StatusError(session.release.texts.loginNeedsTerminal);
  if (username === "") {
    if (server === HUB) await session.out(session.release.texts.loginHint);
    await session.out("Username: ");
    username = (await readLine(sys)).trim();
    if (username === "") throw new StatusError(session.release.texts.usernameRequired);
  }
  if (password === "") {
    await session.out("Password: ");
    password = await withoutEcho(session, () => readLine(sys));
    await session.out("\n");
    if (password === "") throw new StatusError(session.release.texts.passwordRequired);
  }
  return { username, password };
}

async function withoutEcho({ sys }: Session, read: () => Promise<string>): Promise<string> {
  const before = sys.tcgetattr(0);
  await sys.tcsetattr(0, { echo: false });
  try {
    return await read();
  } finally {
    await sys.tcsetattr(0, before);
  }
}

async function readLine(sys: Sys): Promise<string> {
  let line = "";
  while (!line.includes("\n")) {
    try {
      const chunk = await sys.read(0);
      if (chunk.length === 0) break;
      line += new TextDecoder().decode(chunk);
    } catch (error) {
      if (isErrno(error)) break;
      throw error;
    }
  }
  return line.replace(/\r?\n[\s\S]*$/, "");
}

async function readAllText(sys: Sys): Promise<string> {
  let text = "";
  for (;;) {
    const chunk = await sys.read(0);
    if (chunk.length === 0) return text;
    text += new TextDecoder().decode(chunk);
  }
}
