import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Duplex, decode, encode, isZeroView, readAll, zeros } from "#abi";
import {
  bodyChunks,
  createHttpClient,
  type Handler,
  jsonResponse,
  makeRequest,
  readJsonLines,
  type ServeOptions,
  serveConnection,
  streamResponse,
} from "./index.ts";
import { duplexPair } from "./testing.ts";

/** All that a server answers to these bytes, sent in one go or in the given pieces. */
async function raw(input: string, handler: Handler, options: ServeOptions & { pieces?: number[] } = {}): Promise<string> {
  const [client, server] = duplexPair();
  const served = serveConnection(server, handler, options);
  const answer = readAll(client);
  const bytes = encode(input);
  let at = 0;
  for (const size of options.pieces ?? []) {
    await client.write(bytes.subarray(at, at + size));
    at += size;
  }
  if (at < bytes.length) await client.write(bytes.subarray(at)).catch(() => undefined);
  client.end();
  const text = decode(await answer);
  await served;
  return text;
}

const echo: Handler = async (request) =>
  new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`, { headers: { "Content-Type": "text/plain" } });

function connected(handler: Handler, options?: ServeOptions) {
  let connections = 0;
  const client = createHttpClient(async () => {
    connections++;
    const [near, far] = duplexPair();
    void serveConnection(far, handler, options);
    return near;
  });
  return { client, connections: () => connections };
}

async function* pieces(...texts: string[]) {
  for (const text of texts) yield encode(text);
}

describe("server", () => {
  test("answers with a counted body and headers in Go's order", async () => {
    const handler: Handler = async () => jsonResponse(200, { a: 1 }, { server: "Docker/19.03.12 (linux)", "api-version": "1.40" });
    expect(await raw("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n", handler, { now: () => 1_257_894_000_000 })).toBe(
      'HTTP/1.1 200 OK\r\nApi-Version: 1.40\r\nContent-Type: application/json\r\nServer: Docker/19.03.12 (linux)\r\nDate: Tue, 10 Nov 2009 23:00:00 GMT\r\nContent-Length: 8\r\n\r\n{"a":1}\n',
    );
  });

  test("keeps the order and the spelling that it is given", async () => {
    const handler: Handler = async () => new Response("x", { headers: { "content-type": "text/html", etag: '"1"', server: "Apache" } });
    expect(await raw("GET / HTTP/1.1\nHost: x\n\n", handler, { headerOrder: ["Server", "ETag", "Content-Length", "Content-Type"] })).toBe(
      'HTTP/1.1 200 OK\r\nServer: Apache\r\nETag: "1"\r\nContent-Length: 1\r\nContent-Type: text/html\r\n\r\nx',
    );
  });

  test("answers pipelined requests in order, bodies of both framings", async () => {
    const text = await raw(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\noneGET /b HTTP/1.1\r\nHost: x\r\n\r\nPUT /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;e=f\r\ntw\r\n1\r\no\r\n0\r\nTrailer: t\r\n\r\n",
      echo,
    );
    expect(text.split("\r\n").filter((line) => /^(POST|GET|PUT)|POST|GET|PUT/.test(line))).toEqual([
      "POST /a oneHTTP/1.1 200 OK",
      "GET /b HTTP/1.1 200 OK",
      "PUT /c two",
    ]);
  });

  test("says what Go says to bad requests, and closes", async () => {
    const plain = "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n";
    expect(await raw("hello\r\n", echo)).toBe(`HTTP/1.1 400 Bad Request\r\n${plain}400 Bad Request`);
    expect(await raw("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", echo)).toBe(
      `HTTP/1.1 400 Bad Request: missing required Host header\r\n${plain}400 Bad Request: missing required Host header`,
    );
    expect(await raw("GET / HTTP/2.0\r\nHost: x\r\n\r\n", echo)).toBe(
      `HTTP/1.1 505 HTTP Version Not Supported: unsupported protocol version\r\n${plain}505 HTTP Version Not Supported: unsupported protocol version`,
    );
    expect(await raw("GET / HTTP/1.1\r\nHost: x\r\nbad header: 1\r\n\r\n", echo)).toBe(
      `HTTP/1.1 400 Bad Request\r\n${plain}400 Bad Request`,
    );
    expect(await raw("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", echo)).toBe(
      `HTTP/1.1 400 Bad Request\r\n${plain}400 Bad Request`,
    );
    expect(await raw("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", echo)).toBe(
      `HTTP/1.1 501 Not Implemented\r\n${plain}Unsupported transfer encoding`,
    );
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(1 << 21)}\r\n\r\n`, echo)).toBe(
      `HTTP/1.1 431 Request Header Fields Too Large\r\n${plain}431 Request Header Fields Too Large`,
    );
  });

  test("HEAD, HTTP/1.0, absolute targets, Connection: close, 204", async () => {
    expect(await raw("HEAD /x HTTP/1.1\r\nHost: x\r\n\r\n", async () => new Response("four", { headers: { "content-length": "4" } }))).toBe(
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: 4\r\n\r\n",
    );
    expect(await raw("GET http://y/abs HTTP/1.0\r\n\r\n", echo)).toBe(
      "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nGET /abs ",
    );
    expect(
      await raw(
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        async () => new Response(null, { status: 204 }),
      ),
    ).toBe("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  });

  test("a body that takes its time is sent as chunks, its head before them", async () => {
    const [client, server] = duplexPair();
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    void serveConnection(server, async () =>
      streamResponse(
        (async function* () {
          await gate;
          yield* pieces("late", "r");
        })(),
      ),
    );
    await client.write(encode("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    expect(decode(await client.read())).toBe("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
    go();
    expect(decode(await readAll(client))).toBe("4\r\nlate\r\n1\r\nr\r\n0\r\n\r\n");
  });

  test("asks for the body of a request that waits for it", async () => {
    const [client, server] = duplexPair();
    void serveConnection(server, echo);
    await client.write(encode("POST /u HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    expect(decode(await client.read())).toBe("HTTP/1.1 100 Continue\r\n\r\n");
    await client.write(encode("hi"));
    expect(decode(await client.read())).toContain("POST /u hi");
  });

  test("aborts the request when the client goes away", async () => {
    const [client, server] = duplexPair();
    const aborted = new Promise<string>((resolve) => {
      void serveConnection(
        server,
        (request) =>
          new Promise((answer) => request.signal.addEventListener("abort", () => (resolve("aborted"), answer(new Response("bye"))))),
      );
    });
    await client.write(encode("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"));
    client.close();
    expect(await aborted).toBe("aborted");
  });

  test("boundaries between the pieces that arrive change nothing", async () => {
    const input =
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\noneGET /b HTTP/1.1\r\nHost: x\r\n\r\nPUT /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n0123456789abcdef\r\n0\r\n\r\nDELETE /d HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n";
    const whole = await raw(input, echo);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 300 }), async (sizes) => {
        expect(await raw(input, echo, { pieces: sizes })).toBe(whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe("client", () => {
  test("uses one connection again, also after errors and empty answers", async () => {
    const { client, connections } = connected(async (request) =>
      request.url.endsWith("/404")
        ? jsonResponse(404, { message: "no" })
        : request.url.endsWith("/204")
          ? new Response(null, { status: 204 })
          : new Response("ok"),
    );
    for (const path of ["/", "/404", "/204", "/"]) {
      const response = await client.request(makeRequest(`http://docker${path}`));
      await response.text();
    }
    expect(connections()).toBe(1);
  });

  test("two requests at once have a connection each", async () => {
    const { client, connections } = connected(echo);
    const answers = await Promise.all(["/a", "/b"].map(async (path) => (await client.request(makeRequest(`http://docker${path}`))).text()));
    expect([answers, connections()]).toEqual([["GET /a ", "GET /b "], 2]);
  });

  test("bodies of any cut arrive whole, both ways", async () => {
    const { client } = connected(async (request) =>
      streamResponse(bodyChunks(new Response(request.body)), { headers: { "x-method": request.method } }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 12 }), fc.boolean(), async (chunks, asStream) => {
        const body = asStream
          ? (async function* () {
              yield* chunks;
            })()
          : Buffer.concat(chunks);
        const response = await client.request(makeRequest("http://docker/echo", { method: "POST", body }));
        expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.concat(chunks))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("zeros stay views of the shared page through both ends", async () => {
    const { client } = connected(async () =>
      streamResponse(
        (async function* () {
          for (let count = 0; count < 8; count++) yield zeros(1 << 20);
        })(),
      ),
    );
    let length = 0;
    for await (const chunk of bodyChunks(await client.request(makeRequest("http://docker/")))) {
      expect(isZeroView(chunk)).toBe(true);
      length += chunk.length;
    }
    expect(length).toBe(8 << 20);
  });

  test("an answer may come before the body was sent", async () => {
    const { client } = connected(async () => new Response("refused", { status: 400 }));
    async function* endless() {
      for (;;) yield zeros(1 << 16);
    }
    const response = await client.request(makeRequest("http://docker/build", { method: "POST", body: endless() }));
    expect([response.status, await response.text()]).toEqual([400, "refused"]);
  });

  test("lines of JSON", async () => {
    const { client } = connected(async () => streamResponse(pieces('{"a":', '1}\r\n{"a":2}\n{"', 'a":"é"}')));
    const values: unknown[] = [];
    for await (const value of readJsonLines(await client.request(makeRequest("http://docker/events")))) values.push(value);
    expect(values).toEqual([{ a: 1 }, { a: 2 }, { a: "é" }]);
  });

  test("an aborted request and an aborted body reject with the reason and close the connection", async () => {
    const closed: string[] = [];
    const { client } = connected((request) => {
      request.signal.addEventListener("abort", () => closed.push(new URL(request.url).pathname));
      if (request.url.endsWith("/never")) return new Promise(() => undefined);
      return Promise.resolve(
        streamResponse(
          (async function* () {
            yield zeros(3000);
            await new Promise(() => undefined);
          })(),
        ),
      );
    });
    const first = new AbortController();
    const pending = client.request(makeRequest("http://docker/never", { signal: first.signal }));
    setTimeout(() => first.abort(new Error("stop")), 5);
    await expect(pending).rejects.toThrow("stop");
    const second = new AbortController();
    const response = await client.request(makeRequest("http://docker/stream", { signal: second.signal }));
    setTimeout(() => second.abort(new Error("enough")), 5);
    await expect(response.text()).rejects.toThrow("enough");
    expect(closed).toEqual(["/never", "/stream"]);
  });

  test("failures have Go's names", async () => {
    const answering = (bytes: string) =>
      createHttpClient(async () => {
        const [near, far] = duplexPair();
        void far.write(encode(bytes)).then(() => far.end());
        return near;
      });
    const get = async (bytes: string) => (await answering(bytes).request(makeRequest("http://docker/"))).text();
    await expect(get("")).rejects.toThrow(/^EOF$/);
    await expect(get("SSH-2.0\r\n")).rejects.toThrow('malformed HTTP response "SSH-2.0"');
    await expect(get("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc")).rejects.toThrow("unexpected EOF");
    expect(await get("HTTP/1.0 200 OK\r\n\r\nto the end")).toBe("to the end");
    expect(await get("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")).toBe("ok");
  });
});

describe("upgrade", () => {
  const shout = async (stream: Duplex) => {
    for (let chunk = await stream.read(); chunk.length > 0; chunk = await stream.read())
      await stream.write(encode(decode(chunk).toUpperCase()));
    await stream.write(encode("bye"));
  };
  const handler: Handler = async (request) =>
    request.url.endsWith("/attach")
      ? {
          kind: "upgrade",
          status: request.headers.get("upgrade") === "tcp" ? 101 : 200,
          headers: { "Content-Type": "application/vnd.docker.raw-stream" },
          run: shout,
        }
      : jsonResponse(404, { message: "No such container: x" });

  test("gives the raw connection, with what the client sent already, and half-closes", async () => {
    expect(await raw("POST /attach HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nearly", handler)).toBe(
      "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nEARLYbye",
    );
    expect(await raw("POST /attach HTTP/1.1\r\nHost: x\r\n\r\n", handler)).toBe(
      "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nbye",
    );
  });

  test("the client's side: a stream, or the refusal", async () => {
    const { client } = connected(handler);
    const refused = await client.upgrade(makeRequest("http://docker/nothing", { method: "POST" }));
    if (refused.kind !== "response") throw new Error("not a response");
    expect([refused.response.status, await refused.response.json()]).toEqual([404, { message: "No such container: x" }]);
    const taken = await client.upgrade(makeRequest("http://docker/attach", { method: "POST" }));
    if (taken.kind !== "stream") throw new Error("not a stream");
    await taken.stream.write(encode("hello"));
    expect(decode(await taken.stream.read())).toBe("HELLO");
    taken.stream.end();
    expect(decode(await readAll(taken.stream))).toBe("bye");
  });
});
