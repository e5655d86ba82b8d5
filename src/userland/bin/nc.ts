/** nc: arbitrary TCP connections. Models the options that nmap's ncat, OpenBSD's and busybox' nc share. */

import { copy, type Fd, isErrno, type Program, print, STDERR, STDIN, STDOUT, type Sys, streamOf, strerror } from "#abi";
import { flavourOf } from "./tool/flavour.ts";
import { OptionError, parseOptions } from "./tool/options.ts";

const OPTIONS = {
  listen: ["-l", ""],
  port: ["-p=PORT", ""],
  keep: ["-k", ""],
  scan: ["-z", ""],
  verbose: ["-v", ""],
  wait: ["-w=SECONDS", ""],
  numeric: ["-n", ""],
  unix: ["-U", ""],
  shutdown: ["-N", ""],
  four: ["-4", ""],
} as const;

export const nc: Program = async (sys) => {
  let parsed: ReturnType<typeof parseOptions<typeof OPTIONS>>;
  try {
    parsed = parseOptions(OPTIONS, sys.argv.slice(1));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    await print(sys, `nc: ${error.message}\n`, STDERR);
    return 1;
  }
  const { options, operands } = parsed;
  const gnu = flavourOf(sys) === "gnu";
  if (options.listen) return listen(sys, Number(options.port ?? operands.at(-1)), options.keep, options.verbose);
  const [host, port] = operands;
  if (host === undefined || (port === undefined && !options.unix)) {
    await print(
      sys,
      gnu
        ? "Ncat: You must specify a host to connect to. QUITTING.\n"
        : "BusyBox v1.35.0 multi-call binary.\n\nUsage: nc [OPTIONS] HOST PORT  - connect\nnc [OPTIONS] -l -p PORT  - listen\n",
      STDERR,
    );
    return gnu ? 2 : 1;
  }
  const fd = await open(
    sys,
    host,
    options.unix ? undefined : Number(port),
    options.wait === undefined ? undefined : Number(options.wait) * 1000,
    gnu,
  );
  if (fd === undefined) return 1;
  if (options.verbose) await print(sys, gnu ? `Ncat: Connected to ${host}:${port}.\n` : `${host} (${host}:${port}) open\n`, STDERR);
  if (options.scan) return 0;
  await exchange(sys, fd);
  return 0;
};

async function open(sys: Sys, host: string, port: number | undefined, wait: number | undefined, gnu: boolean): Promise<Fd | undefined> {
  const fail = async (text: string) => {
    await print(sys, gnu ? `Ncat: ${text}.\n` : `nc: ${text}\n`, STDERR);
    return undefined;
  };
  const [address] = port === undefined ? [host] : await sys.resolve(host);
  if (address === undefined)
    return fail(gnu ? `Could not resolve hostname "${host}": Name or service not known. QUITTING` : `bad address '${host}'`);
  try {
    const connecting = sys.connect(port === undefined ? { family: "unix", path: host } : { family: "inet", host: address, port });
    if (wait === undefined) return await connecting;
    connecting.catch(() => undefined);
    const fd = await Promise.race([connecting, sys.sleep(wait).then(() => undefined)]);
    return fd ?? (await fail(gnu ? "Connection timed out" : "timed out"));
  } catch (error) {
    if (!isErrno(error)) throw error;
    return fail(gnu ? strerror(error.code) : `can't connect to remote host (${address}): ${strerror(error.code)}`);
  }
}

async function listen(sys: Sys, port: number, keep: boolean, verbose: boolean): Promise<number> {
  let socket: Fd;
  try {
    socket = sys.listen({ family: "inet", host: "0.0.0.0", port });
  } catch (error) {
    if (!isErrno(error)) throw error;
    await print(sys, `Ncat: bind to 0.0.0.0:${port}: ${strerror(error.code)}. QUITTING.\n`, STDERR);
    return 2;
  }
  if (verbose) await print(sys, `Ncat: Listening on 0.0.0.0:${port}\n`, STDERR);
  do {
    const { fd, from } = await sys.accept(socket);
    if (verbose && from.family === "inet") await print(sys, `Ncat: Connection from ${from.host}.\n`, STDERR);
    await exchange(sys, fd);
  } while (keep);
  return 0;
}

/** Both directions, until the peer has ended. */
async function exchange(sys: Sys, fd: Fd): Promise<void> {
  const stream = streamOf(sys, fd);
  const quiet = (error: unknown) => {
    if (!isErrno(error)) throw error;
  };
  copy(streamOf(sys, STDIN), stream)
    .then(() => stream.end())
    .catch(quiet);
  await copy(stream, streamOf(sys, STDOUT)).catch(quiet);
  sys.close(fd);
}
