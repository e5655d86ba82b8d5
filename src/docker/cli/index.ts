/** The docker command. */
export { createDocker } from "./docker.ts";
