import { encode, isErrno, type Program, STDERR } from "#abi";
import { errorText, programName } from "./tool/messages.ts";
import { stdout } from "./tool/output.ts";

/** reboot, halt, poweroff, shutdown: root only; the machine is told. */
export const reboot: Program = async (sys) => {
  const name = programName(sys);
  const args = sys.argv.slice(1);
  const restarts = name === "reboot" || (name === "shutdown" && args.some((arg) => /^(-r|--reboot)$/.test(arg)));
  if (args.includes("--help")) {
    await stdout(sys).print(`${name} [OPTIONS...]\n\n${restarts ? "Reboot" : "Halt or power off"} the system.\n`);
    await stdout(sys).flush();
    return 0;
  }
  if (name === "shutdown" && args.includes("-c")) return 0;
  try {
    sys.reboot(restarts ? "restart" : "halt");
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    await sys.write(
      STDERR,
      encode(
        error.code === "EPERM"
          ? `Failed to ${restarts ? "reboot" : "power off"} system via logind: Interactive authentication required.\nFailed to start ${restarts ? "reboot" : "poweroff"}.target: Interactive authentication required.\n`
          : `${name}: ${errorText(sys, error.code)}\n`,
      ),
    );
    return 1;
  }
};
