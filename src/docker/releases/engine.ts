/** Differences of the daemon between releases. */
export interface EngineRelease {
  /** `docker version`, server part. */
  readonly version: string;
  readonly apiVersion: string;
  readonly minApiVersion: string;
}
