/** Docker operations on the machine, beside a real engine where DOCKER_HOST names one. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { figure, line, show, time } from "./figures.ts";
import { bootForReal, run } from "./host.ts";

const exec = promisify(execFile);

/** The real docker command, where there is an engine to talk to. */
async function real(...args: string[]): Promise<void> {
  await exec("docker", args, { maxBuffer: 1 << 30, encoding: "buffer" });
}

/** `part`: only that one of run, tree, archive, many. */
export async function benchEngine(part?: string): Promise<void> {
  console.log("\n# Docker operations (Node)");
  if (part !== undefined) console.log(`(only ${part})`);
  const wants = (name: string): boolean => part === undefined || part === name;
  const withReal = process.env["DOCKER_HOST"] !== undefined;
  const machine = await bootForReal(["busybox", "centos", "httpd"]);
  const expectOk = async (...argv: string[]): Promise<string> => {
    const { status, output } = await run(machine, ...argv);
    if (status !== 0) throw new Error(`${argv.join(" ")}: status ${status}\n${output}`);
    return output;
  };

  if (wants("run")) await benchRun(withReal, expectOk);
  if (wants("tree")) await benchTree(expectOk);
  if (wants("archive")) await benchArchive(expectOk);
  machine.shutdown();
  if (wants("many")) await benchManyContainers();
}

async function benchRun(withReal: boolean, expectOk: (...argv: string[]) => Promise<string>): Promise<void> {
  // A person types it once; a page that has been open for a while has compiled it.
  const ours = await time(100, () => expectOk("docker", "run", "--rm", "busybox", "true"), 200);
  if (withReal) {
    const theirs = await time(8, () => real("run", "--rm", "busybox", "true"));
    const ratio = theirs.median / ours.median;
    line(
      "docker run --rm busybox true",
      `${show(ours)}; real engine ${show(theirs)}; ${ratio.toFixed(0)} times faster`,
      "100 times",
      ratio >= 100,
    );
  } else line("docker run --rm busybox true", show(ours));
}

/** commit and diff must not depend on the tree's size. */
async function benchTree(expectOk: (...argv: string[]) => Promise<string>): Promise<void> {
  await expectOk("docker", "run", "--name", "small", "busybox", "true");
  await expectOk(
    "docker",
    "run",
    "--name",
    "large",
    "busybox",
    "sh",
    "-c",
    "mkdir /t; cd /t; for d in $(seq 100); do mkdir $d; for f in $(seq 200); do : > $d/$f; done; done",
  );
  await expectOk("docker", "commit", "large", "large-image");
  await expectOk("docker", "run", "--name", "changed", "large-image", "sh", "-c", "echo x > /t/50/100");
  await expectOk("docker", "run", "--name", "changed-small", "busybox", "sh", "-c", "echo x > /tmp.txt");
  for (const verb of ["diff", "commit"]) {
    const small = await time(15, () => expectOk("docker", verb, "changed-small"));
    const large = await time(15, () => expectOk("docker", verb, "changed"));
    const ratio = large.median / small.median;
    line(
      `docker ${verb}, 1 file changed of 20,000`,
      `${show(large)}; of 400: ${show(small)}; ratio ${ratio.toFixed(2)}`,
      "independent of the tree: 2",
      ratio <= 2,
    );
  }
}

async function benchArchive(expectOk: (...argv: string[]) => Promise<string>): Promise<void> {
  const save = await time(5, () => expectOk("docker", "save", "-o", "/home/user/img.tar", "centos", "httpd"));
  const bytes = Number((await expectOk("stat", "-c", "%s", "/home/user/img.tar")).trim());
  const megabytes = bytes / 1e6;
  const saveSpeed = (megabytes / save.median) * 1000;
  line(`docker save of ${megabytes.toFixed(0)} MB`, `${show(save)}; ${saveSpeed.toFixed(0)} MB/s`, "730 MB/s", saveSpeed >= 730);
  // Removed before each load: layers that are there already would not be read again.
  const samples: number[] = [];
  for (let i = 0; i <= 5; i++) {
    await expectOk("docker", "rmi", "-f", "centos", "httpd");
    const start = performance.now();
    await expectOk("docker", "load", "-i", "/home/user/img.tar");
    if (i > 0) samples.push(performance.now() - start);
  }
  const load = figure(samples);
  const loadSpeed = (megabytes / load.median) * 1000;
  line(`docker load of ${megabytes.toFixed(0)} MB`, `${show(load)}; ${loadSpeed.toFixed(0)} MB/s`, "240 MB/s", loadSpeed >= 240);
}

async function benchManyContainers(): Promise<void> {
  const machine = await bootForReal(["busybox"]);
  const engine = await machine.engine();
  const create = async (): Promise<void> => {
    const response = await engine.handle(
      new Request("http://docker/v1.40/containers/create", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ Image: "busybox", Cmd: ["true"] }),
      }),
    );
    if ("kind" in response || response.status !== 201) throw new Error("a container was not created");
    await response.text();
  };
  const medians: number[] = [];
  let made = 0;
  const collect = globalThis.gc;
  for (const count of [100, 1000, 10_000]) {
    collect?.();
    const before = process.memoryUsage().heapUsed;
    const from = made;
    const start = performance.now();
    for (; made < count; made++) await create();
    const each = (performance.now() - start) / (count - from);
    collect?.();
    const weight = (process.memoryUsage().heapUsed - before) / (count - from) / 1024;
    const list = await time(count > 1000 ? 3 : 10, () => run(machine, "docker", "ps", "-a"));
    medians.push(list.median);
    line(
      `docker ps -a with ${count} containers`,
      show(list),
      count === 10_000 ? "150 ms" : undefined,
      count === 10_000 ? list.median <= 150 : undefined,
    );
    if (count === 1000) line("containers/create at up to 1,000 containers", `${each.toFixed(2)} ms each`, "1 ms", each <= 1);
    if (collect !== undefined && count === 10_000) line("memory of a stopped container", `${weight.toFixed(1)} KB`, "20 KB", weight <= 20);
  }
  const [, thousand = 0, tenThousand = 0] = medians;
  line("docker ps -a, 10,000 beside 1,000", `${(tenThousand / thousand).toFixed(1)} times`, "linear: 15", tenThousand / thousand <= 15);
  machine.shutdown();
}
