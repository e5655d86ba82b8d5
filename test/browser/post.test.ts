import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, Screen, type Site } from "./page.ts";

/**
 * The blog post from top to bottom, typed into the page as its reader would, in both languages. Every prompt of the post is here,
 * with what a person must see after it.
 */
let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** A prompt inside a CentOS container. */
const INSIDE = /\n\[root@[0-9a-f]{12} [^\]]*\]#$/;
const ID = /^[0-9a-f]{64}$/;

describe.each([
  { lang: "ko", total: "합계", date: /\s\d{1,2}월 [ \d]\d \d\d:\d\d/, sudo: "[sudo] user의 암호:" },
  { lang: "en", total: "total", date: /[A-Z][a-z]{2} [ \d]\d \d\d:\d\d/, sudo: "[sudo] password for user:" },
])("the post, $lang", ({ lang, total, date, sudo }) => {
  it("runs from the first prompt to the last", async () => {
    const screen = await Screen.open(site, `?lang=${lang}&docker=19.03.12&line-speed=0`);
    await screen.until(/\[user@docker ~\]\$$/);
    const address = async (name: string): Promise<string> => {
      const shown = await screen.run(`docker inspect ${name} | grep -i ipaddress`);
      expect(shown).toMatch(/"SecondaryIPAddresses": null,\n\s+"IPAddress": "(172\.17\.0\.\d+)",\n\s+"IPAddress": "\1",/);
      return /"IPAddress": "([\d.]+)"/.exec(shown)?.[1] ?? "";
    };
    const becomeRoot = async (): Promise<void> => {
      const from = (await screen.text()).length;
      await screen.type("sudo -i");
      await screen.page.keyboard.press("Enter");
      const shown = await screen.until(/(암호:|password for user:)\s*$|\[root@docker ~\]#$/, from);
      if (/root@docker/.test(shown)) return;
      expect(shown).toContain(sudo);
      await screen.type("docker");
      await screen.page.keyboard.press("Enter");
      const after = await screen.until(/\[root@docker ~\]#$/, from);
      expect(after.replace("user@docker", "").replace("[root@docker", "")).not.toMatch(/docker\n/);
    };
    const attach = async (name: string): Promise<void> => {
      await screen.run(`docker attach ${name}`, /./);
      // A shell that one comes back to draws its prompt again when it is told its terminal's size, and once more for Enter.
      await screen.page.waitForTimeout(500);
      await screen.run("", INSIDE);
      await screen.page.waitForTimeout(300);
    };
    const detach = async (): Promise<void> => {
      const from = (await screen.text()).length;
      await screen.page.keyboard.press("Control+p");
      await screen.page.keyboard.press("Control+q");
      await screen.until(/\[user@docker ~\]\$$/, from);
    };

    // 1. Images.
    expect(await screen.run("docker search centos")).toMatch(/^NAME +DESCRIPTION +STARS +OFFICIAL +AUTOMATED\ncentos .*\[OK\]/);
    expect(await screen.run("docker pull httpd")).toMatch(
      /Using default tag: latest\nlatest: Pulling from library\/httpd\n[^]*Pull complete[^]*Digest: sha256:[0-9a-f]{64}\nStatus: Downloaded newer image for httpd:latest\ndocker.io\/library\/httpd:latest$/,
    );
    expect(await screen.run("docker pull centos:7")).toMatch(/Status: Downloaded newer image for centos:7/);
    expect(await screen.run("docker pull mysql:5.7")).toMatch(/Already exists[^]*Status: Downloaded newer image for mysql:5.7/);
    expect(await screen.run("docker pull hello-world")).toMatch(/Status: Downloaded newer image for hello-world:latest/);
    const images = await screen.run("docker images");
    expect(images).toMatch(/^REPOSITORY {10}TAG {17}IMAGE ID {12}CREATED {13}SIZE\n/);
    for (const image of ["httpd +latest", "centos +7", "mysql +5.7"]) expect(images).toMatch(new RegExp(image));
    expect(await screen.run("docker image ls")).toBe(images);
    expect(await screen.run("docker rmi hello-world:latest")).toMatch(
      /^Untagged: hello-world:latest\nUntagged: hello-world@sha256:[^]*\nDeleted: sha256:/,
    );
    expect(await screen.run("docker rmi mysql:5.7")).toMatch(/^Untagged: mysql:5.7\n/);
    expect(await screen.run("docker rmi `docker images -aq`")).toMatch(/Untagged: httpd:latest[^]*Untagged: centos:7/);
    expect(await screen.run("docker images")).toBe("REPOSITORY          TAG                 IMAGE ID            CREATED             SIZE");
    await screen.run("docker pull -q httpd");
    await screen.run("docker pull -q centos:7");
    expect(await screen.run("docker inspect httpd:latest")).toMatch(/^\[\n {4}\{\n {8}"Id": "sha256:[^]*"httpd-foreground"[^]*\n\]$/);
    const before = await screen.run("docker images -q --no-trunc");
    expect(await screen.run("docker save -o img.tar centos:7 httpd:latest")).toBe("");
    expect(await screen.run("tar tf img.tar")).toMatch(/layer\.tar\n[^]*manifest\.json\nrepositories$/);
    const listed = await screen.run("ls -l img.tar");
    expect(listed).toMatch(/^-rw-------\. 1 user user 3\d{8} /);
    expect(listed).toMatch(date);
    expect(await screen.run("docker rmi centos:7 httpd:latest")).toMatch(/Untagged: centos:7/);
    expect(await screen.run("docker load -i img.tar")).toMatch(/Loaded image: centos:7[^]*Loaded image: httpd:latest/);
    expect((await screen.run("docker images -q --no-trunc")).split("\n").sort()).toEqual(before.split("\n").sort());

    // 2. Containers.
    expect(await screen.run("docker version")).toMatch(
      /Client: Docker Engine - Community\n Version: +19\.03\.12\n[^]*Server: Docker Engine - Community\n Engine:\n {2}Version: +19\.03\.12/,
    );
    expect(await screen.run("docker ps")).toMatch(/^CONTAINER ID {8}IMAGE {15}COMMAND {13}CREATED {13}STATUS {14}PORTS {15}NAMES$/);
    await screen.run("docker ps -a");
    expect(await screen.run("docker create --name web1 httpd:latest")).toMatch(ID);
    expect(await screen.run("docker create -it --name os1 centos:latest")).toMatch(
      /Unable to find image 'centos:latest' locally\n[^]*\n[0-9a-f]{64}$/,
    );
    expect(await screen.run("docker start web1")).toBe("web1");
    expect(await address("web1")).toBe("172.17.0.2");
    expect(await screen.run("curl 172.17.0.2")).toBe("<html><body><h1>It works!</h1></body></html>");
    await screen.run("docker start -ai os1", INSIDE);
    expect(await screen.run("exit")).toMatch(/^exit$/);
    expect(await screen.run("docker ps")).toMatch(/httpd:latest +"httpd-foreground" +.* ago +Up .* +80\/tcp +web1$/);
    expect(await screen.run("docker run -d --name web2 httpd:latest")).toMatch(ID);
    await screen.run("docker run -it --name os2 centos:latest", INSIDE);
    await detach();
    expect(await screen.run("docker run --name os3 centos:latest hostname")).toMatch(/^[0-9a-f]{12}$/);
    expect(await screen.run("docker run --name os4 --rm centos:latest hostname")).toMatch(/^[0-9a-f]{12}$/);
    expect(await screen.run("docker rm os3")).toBe("os3");
    await screen.run("docker start os1");
    expect(await screen.run("docker container prune", /\[y\/N\]\s*$/)).toMatch(/WARNING! This will remove all stopped containers\./);
    expect(await screen.run("y")).toMatch(/Total reclaimed space: 0B/);
    const all = await screen.run("docker ps -a");
    for (const name of ["os2", "web2", "os1", "web1"]) expect(all).toMatch(new RegExp(`Up .*${name}\\b`));
    await screen.run("docker stats", /os2[^]*web1/);
    const live = (await screen.text()).length;
    await screen.page.keyboard.press("Control+c");
    await screen.until(/\n\[user@docker ~\]\$$/, Math.max(0, live - 400));
    expect(await screen.run("docker stop os2", undefined, 30_000)).toBe("os2");
    expect(await screen.run("docker rm os2")).toBe("os2");
    expect(await screen.run("docker rm os1 -f")).toBe("os1");
    await screen.run('docker run -it --name os3 -e "LAB=docker" centos:latest', INSIDE);
    expect(await screen.run("echo $LAB", INSIDE)).toBe("docker");
    await screen.run("exit");
    expect(await screen.run("docker run -it --name os3 --cpus 0.3 centos:latest")).toMatch(
      /docker: Error response from daemon: Conflict\. The container name "\/os3" is already in use by container "[0-9a-f]{64}"/,
    );
    await screen.run("docker rm os3");
    await screen.run("docker run -it --name os3 --cpus 0.3 centos:latest", INSIDE);
    expect(await screen.run("dd if=/dev/zero of=/dev/null &", INSIDE)).toMatch(/^\[1\] \d+$/);
    await detach();
    await screen.page.waitForTimeout(1500);
    const share = Number(/os3 +([\d.]+)%/.exec(await screen.run("docker stats --no-stream os3"))?.[1]);
    expect(share).toBeGreaterThan(24);
    expect(share).toBeLessThan(36);
    expect(await screen.run("docker run -itd --name os5 --memory 1024m centos:latest")).toMatch(ID);
    await screen.run("docker update --memory 2048m os5");
    expect(await screen.run("docker update --cpus 0.05 os5")).toBe("os5");
    await attach("os5");
    expect(await screen.run("dd if=/dev/zero of=/dev/null &", INSIDE)).toMatch(/^\[1\] \d+$/);
    await detach();
    await screen.page.waitForTimeout(2500);
    const small = Number(/os5 +([\d.]+)%/.exec(await screen.run("docker stats --no-stream os5"))?.[1]);
    expect(small).toBeGreaterThan(2.5);
    expect(small).toBeLessThan(8);
    expect(await screen.run("docker top os5")).toMatch(/^UID +PID +PPID[^]*\/bin\/bash\n[^]*dd if=\/dev\/zero of=\/dev\/null$/);
    expect(await screen.run("docker top os5 aux")).toMatch(/^USER +PID +%CPU/);
    await screen.run("docker run -d --name db1 mysql:5.7");
    await screen.page.waitForTimeout(1000);
    expect(await screen.run("docker logs db1")).toMatch(
      /\[ERROR\] \[Entrypoint\]: Database is uninitialized and password option is not specified\n\s+You need to specify one of MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD and MYSQL_RANDOM_ROOT_PASSWORD/,
    );
    expect(await screen.run("docker ps -a")).toMatch(/Exited \(1\).*db1/);
    expect(await screen.run('docker run --name db2 -e "MYSQL_ROOT_PASSWORD=1234" -d mysql:5.7')).toMatch(ID);
    expect(await screen.run("docker cp /etc/passwd os5:/tmp")).toBe("");
    expect(await screen.run("docker exec os5 ls -l /tmp/passwd")).toMatch(
      /^-rw-r--r--\. 1 root root \d+ [A-Z][a-z]{2} [ \d]\d \d\d:\d\d \/tmp\/passwd$/,
    );
    expect(await screen.run("docker cp os5:/tmp/passwd /home/user/")).toBe("");
    const copied = await screen.run("ls -l passwd");
    expect(copied).toMatch(/^-rw-r--r--\. 1 user user \d+ /);
    expect(copied).toMatch(date);
    expect(await screen.run("docker diff os5")).toBe("C /tmp\nA /tmp/passwd");
    expect(await screen.run("docker logs db2")).toMatch(/Initializing database files/);

    // 3. Volumes.
    await screen.run("mkdir ~/bm1");
    await screen.run("touch ~/bm1/fileA.txt");
    await screen.run("docker rm -f os3");
    expect(await screen.run("docker run -dit --name os3 -v ~/bm1:/tmp/mount centos:latest")).toMatch(ID);
    expect(await screen.run("docker exec os3 ls -l /tmp/mount")).toMatch(/^total 0\n-rw-rw-r--\. 1 1000 1000 0 .* fileA\.txt$/);
    await becomeRoot();
    await screen.run("cd /var/lib/docker/volumes/");
    expect(await screen.run("ls -l")).toMatch(new RegExp(`^${total} \\d+\n`));
    await screen.run("exit");
    expect(await screen.run("cd /var/lib/docker/volumes/; ls")).toMatch(/Permission denied|허가 거부/);
    await screen.run("cd");
    expect(await screen.run("docker volume create vol1")).toBe("vol1");
    const volume = JSON.parse(await screen.run("docker inspect vol1")) as Record<string, unknown>[];
    expect(volume[0]).toMatchObject({ Driver: "local", Mountpoint: "/var/lib/docker/volumes/vol1/_data", Name: "vol1", Scope: "local" });
    await becomeRoot();
    await screen.run("cd /var/lib/docker/volumes/");
    expect(await screen.run("ls")).toContain("vol1");
    await screen.run("exit");
    expect(await screen.run("docker run -itd --name os4 -v vol1:/tmp/volume centos:latest")).toMatch(ID);
    await screen.run("docker exec os4 ls -l /tmp/volume");
    expect(await screen.run("docker exec os4 touch /tmp/volume/fileB.txt")).toBe("");
    await becomeRoot();
    await screen.run("cd /var/lib/docker/volumes/vol1/_data/");
    expect(await screen.run("ls")).toBe("fileB.txt");
    expect(await screen.run("exit")).toContain("logout");
    await attach("os4");
    await screen.run("cd /tmp/volume/", INSIDE);
    expect(await screen.run("ls -l", INSIDE)).toMatch(/^total 0\n-rw-r--r--\. 1 root root 0 .* fileB\.txt$/);
    await screen.run("cat > index.html", /./);
    await screen.type("Hello World!");
    await screen.page.keyboard.press("Enter");
    const from = (await screen.text()).length;
    await screen.page.keyboard.press("Control+d");
    await screen.until(INSIDE, from - 1);
    await detach();
    expect(await screen.text()).toMatch(/read escape sequence/);
    expect(await screen.run("docker run -d --name web3 -v vol1:/usr/local/apache2/htdocs")).toMatch(
      /^"docker run" requires at least 1 argument\.\nSee 'docker run --help'\.\n\nUsage: {2}docker run \[OPTIONS\] IMAGE \[COMMAND\] \[ARG\.\.\.\]/,
    );
    expect(await screen.run("docker run -d --name web3 -v vol1:/usr/local/apache2/htdocs:ro httpd:latest")).toMatch(ID);
    expect(await screen.run(`curl ${await address("web3")}`)).toBe("Hello World!");
    expect(await screen.run("docker exec web3 touch /usr/local/apache2/htdocs/x")).toMatch(/Read-only file system/);
    expect(await screen.run("docker volume rm vol1")).toMatch(/volume is in use/);
    await screen.close();
  });
});
