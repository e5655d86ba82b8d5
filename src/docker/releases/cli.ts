/** Differences of the docker command between releases. Every field says what it changes on the screen. */
export interface CliRelease {
  /** `docker version`, client part. */
  readonly version: string;
  /** Highest API version that the client speaks. */
  readonly apiVersion: string;
}
