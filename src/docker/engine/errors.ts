/** What the daemon answers when it can't: moby's errdefs and their HTTP statuses (api/server/httpstatus). */

export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

export const invalid = (message: string): ApiError => new ApiError(400, message);
export const unauthorized = (message: string): ApiError => new ApiError(401, message);
export const forbidden = (message: string): ApiError => new ApiError(403, message);
export const notFound = (message: string): ApiError => new ApiError(404, message);
export const conflict = (message: string): ApiError => new ApiError(409, message);
export const systemError = (message: string): ApiError => new ApiError(500, message);
export const notImplemented = (message: string): ApiError => new ApiError(501, message);
export const unavailable = (message: string): ApiError => new ApiError(503, message);
export const notModified = (): ApiError => new ApiError(304, "");

/** A release's wording with its values put in for `{}`, in order. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  let at = 0;
  return text.replace(/\{\}/g, () => String(values[at++] ?? ""));
}
