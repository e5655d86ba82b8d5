/** The simulated Docker Hub. */
export { createRegistry, DigestMismatch, type RegistryOptions } from "./registry.ts";
