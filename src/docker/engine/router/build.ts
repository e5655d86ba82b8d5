import { bodyChunks, jsonResponse } from "#http";
import { prepareBuild } from "../build/build.ts";
import type { Daemon } from "../daemon.ts";
import { invalid, notImplemented } from "../errors.ts";
import { progressResponse } from "../image/progress.ts";
import { type ApiRequest, type Route, route } from "./router.ts";

/** A JSON object of texts in a parameter; none when it is absent. 400 when it is something else. */
function mapOf<V>(request: ApiRequest, name: string): Readonly<Record<string, V>> {
  const text = request.query.get(name) ?? "";
  if (text === "") return {};
  try {
    return (JSON.parse(text) ?? {}) as Readonly<Record<string, V>>;
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`error reading ${name}: ${error.message}`);
    throw error;
  }
}

export function buildRoutes(daemon: Daemon): readonly Route[] {
  return [
    route("POST", "/build", async (r) => {
      if (r.query.get("version") === "2") throw notImplemented("BuildKit is not supported by this daemon: use DOCKER_BUILDKIT=0");
      if ((r.query.get("remote") ?? "") !== "" && r.query.get("remote") !== "client-session")
        throw invalid(`unable to prepare context: unable to download remote context: ${r.query.get("remote")}`);
      const work = await prepareBuild(daemon, bodyChunks(r.request), {
        tags: r.query.getAll("t"),
        dockerfile: r.query.get("dockerfile") || "Dockerfile",
        noCache: r.flag("nocache"),
        pull: r.flag("pull"),
        remove: r.query.get("rm") === null || r.query.get("rm") === "" || r.flag("rm"),
        forceRemove: r.flag("forcerm"),
        buildArgs: mapOf<string | null>(r, "buildargs"),
        labels: mapOf<string>(r, "labels"),
        target: r.query.get("target") ?? "",
      });
      if (!r.flag("q")) return progressResponse(work);
      return progressResponse(async (progress) => {
        let id = "";
        await work({ send: (message) => void (typeof message.aux?.["ID"] === "string" && (id = message.aux["ID"])) });
        progress.send({ stream: `${id}\n` });
      });
    }),
    route("POST", "/build/prune", () => jsonResponse(200, { CachesDeleted: null, SpaceReclaimed: 0 })),
  ];
}
