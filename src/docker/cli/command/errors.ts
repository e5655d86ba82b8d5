/** An error of the docker command: its text goes to stderr, its status is the command's. An empty text prints nothing. */
export class StatusError extends Error {
  readonly status: number;
  constructor(message: string, status: number = 1) {
    super(message);
    this.name = "StatusError";
    this.status = status;
  }
}

/** The command ends with this status and prints nothing more. */
export class Exit extends Error {
  readonly status: number;
  constructor(status: number) {
    super("");
    this.name = "Exit";
    this.status = status;
  }
}
