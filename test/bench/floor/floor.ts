/** What our page is measured against: an xterm that shows a prompt and echoes through a worker. */
import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";

const element = document.getElementById("terminal");
if (element !== null) {
  const terminal = new Terminal({ allowProposedApi: true });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(element);
  fit.fit();
  element.className = "screen";
  Object.assign(element, { terminal });
  const worker = new Worker(new URL("./echo.ts", import.meta.url), { type: "module" });
  worker.onmessage = (event: MessageEvent<string>) => terminal.write(event.data);
  terminal.onData((data) => worker.postMessage(data));
  worker.postMessage("[user@docker ~]$ ");
}
