import { isErrno } from "#abi";
import { HttpError } from "#http";

/** A transfer failed: `curl: (7) Failed connect to …`, and the number is the exit status. */
export class CurlFailure extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** What went wrong after the connection stood, in curl's words. */
export function transferFailure(error: unknown, missing: number | undefined): unknown {
  if (error instanceof HttpError) {
    if (error.kind === "eof") return new CurlFailure(52, "Empty reply from server");
    if (error.kind === "unexpected-eof")
      return new CurlFailure(
        18,
        missing === undefined
          ? "transfer closed with outstanding read data remaining"
          : `transfer closed with ${missing} bytes remaining to read`,
      );
    return new CurlFailure(56, `Received malformed answer: ${error.message}`);
  }
  if (isErrno(error, "ECONNRESET")) return new CurlFailure(56, "Recv failure: Connection reset by peer");
  if (isErrno(error, "EPIPE")) return new CurlFailure(55, "Send failure: Broken pipe");
  return error;
}
