/** What went wrong between two ends that speak HTTP (the connection's own failures are Errno). */
export type HttpErrorKind =
  /** The peer closed without a word. */
  | "eof"
  /** It closed in the middle of a message. */
  | "unexpected-eof"
  /** What it said is not HTTP. */
  | "malformed"
  | "too-large"
  | "unsupported"
  /** HTTP, but refused with the status in `status` and the reason as message. */
  | "bad-request";

/** Messages are those of Go's net/http, as the docker command shows them. */
export class HttpError extends Error {
  readonly kind: HttpErrorKind;
  readonly status: number;
  constructor(kind: HttpErrorKind, message: string, status = 400) {
    super(message);
    this.name = "HttpError";
    this.kind = kind;
    this.status = status;
  }
}
