import type { Run } from "../run.ts";
import { writeConfig } from "../write-config.ts";

const HUB = "https://index.docker.io/v1/";

/** `docker logout`: forgets what `docker login` stored. */
export const run: Run = async ({ session, args }) => {
  const [given] = args;
  const server = given ?? HUB;
  const auths = session.config.auths ?? {};
  const keys = [server, server.replace(/^https?:\/\//, ""), `https://${server}`, `http://${server}`].filter((key) => key in auths);
  await session.out(`Removing login credentials for ${server}\n`);
  writeConfig(session, { ...session.config, auths: Object.fromEntries(Object.entries(auths).filter(([key]) => !keys.includes(key))) });
};
