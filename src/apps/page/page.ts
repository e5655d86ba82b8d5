/** The practice page: a bar, one or two terminals, notices. */

import "@xterm/xterm/css/xterm.css";
import { html, nothing, render } from "lit";
import type { FromMachine } from "#machine/protocol";
import type { Machine } from "./machine.ts";
import { LANGUAGES, type Language, RELEASES, type Settings, storeSettings, THEMES, type Theme } from "./settings.ts";
import { createTerminalView, type TerminalView } from "./terminal-view.ts";
import { DARK, LIGHT } from "./themes.data.ts";
import { WORDS } from "./words.data.ts";

const LANGUAGE_NAMES: Record<Language, string> = { ko: "한국어", en: "English" };

type Notice = { readonly kind: "restored" } | { readonly kind: "reset" } | { readonly kind: "defect"; readonly message: string };

/** Draws the page into #page and connects it to the machine. */
export function showPage(machine: Machine, initial: Settings): void {
  const root = document.getElementById("page");
  if (root === null) return;
  let settings = initial;
  let notice: Notice | undefined;
  let booted = false;
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const dark = (): boolean => settings.theme === "dark" || (settings.theme === "auto" && systemDark.matches);
  const words = () => WORDS[settings.language];
  const appearance = () => ({ words: words(), theme: dark() ? DARK : LIGHT });

  const terminals = document.createElement("main");
  terminals.className = "screens";
  terminals.id = "screens";
  const views: TerminalView[] = [];
  const addTerminal = (): void => {
    const view = createTerminalView(views.length + 1, machine, appearance());
    views.push(view);
    terminals.append(view.element);
    if (terminals.isConnected) view.mount();
    if (booted) view.open();
    view.focus();
  };
  const removeTerminal = (): void => {
    const view = views.pop();
    if (view === undefined) return;
    machine.send({ kind: "close", terminal: view.id });
    view.dispose();
    views[0]?.focus();
  };

  const replaceMachine = (start: () => void): void => {
    booted = false;
    for (const view of views.splice(0)) view.dispose();
    addTerminal();
    start();
  };
  const choose = (change: Partial<Settings>): void => {
    const before = settings;
    settings = { ...settings, ...change };
    storeSettings(settings);
    if (settings.release !== before.release || settings.language !== before.language) {
      notice = undefined;
      replaceMachine(() => machine.restart(settings, false));
    }
    draw();
  };
  const reset = (): void => {
    replaceMachine(() => machine.restart(settings, true));
    notice = { kind: "reset" };
    draw();
  };
  const undoReset = (): void => {
    notice = undefined;
    replaceMachine(() => machine.undoReset(settings));
    draw();
  };
  const dismiss = (): void => {
    notice = undefined;
    draw();
    views[0]?.focus();
  };

  const listener = (message: FromMachine): void => {
    switch (message.kind) {
      case "booted":
        booted = true;
        for (const view of views) view.open();
        if (message.restored && notice === undefined) notice = { kind: "restored" };
        draw();
        break;
      case "output":
        views.find((view) => view.id === message.terminal)?.output(message.bytes);
        break;
      case "closed":
        views.find((view) => view.id === message.terminal)?.ended(message.status);
        break;
      case "defect":
        notice = { kind: "defect", message: message.message };
        draw();
        break;
    }
  };

  function draw(): void {
    if (root === null) return;
    const text = words();
    document.documentElement.lang = settings.language;
    document.documentElement.dataset["theme"] = dark() ? "dark" : "light";
    for (const view of views) {
      view.setWords(text);
      view.setTheme(dark() ? DARK : LIGHT);
      view.setScreenReader(settings.screenReader);
    }
    render(
      html`
        <a class="skip" href="#screens" @click=${toTerminal}>${text.skip}</a>
        <header class="bar" aria-label=${text.bar}>
          <h1>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M1 9h14l-2 5H3zM4 5h3v3H4zm4 0h3v3H8zM6 2h3v2H6z" /></svg>
            Drydock
          </h1>
          <p>${text.about}</p>
          ${select(
            text.release,
            RELEASES,
            settings.release,
            (release) => release,
            (release) => choose({ release }),
          )}
          ${select(
            text.language,
            LANGUAGES,
            settings.language,
            (language) => LANGUAGE_NAMES[language],
            (language) => choose({ language }),
          )}
          ${select(
            text.theme,
            THEMES,
            settings.theme,
            (theme: Theme) => text.themes[theme],
            (theme) => choose({ theme }),
          )}
          <button aria-pressed=${settings.screenReader} @click=${() => choose({ screenReader: !settings.screenReader })}>
            ${text.screenReader}
          </button>
          <button aria-pressed=${views.length > 1} @click=${() => {
            if (views.length > 1) removeTerminal();
            else addTerminal();
            draw();
          }}>
            ${views.length > 1 ? text.closeSecond : text.second}
          </button>
          <button @click=${() => root.querySelector("dialog")?.showModal()}>${text.reset}</button>
        </header>
        <div role="status">${notice === undefined ? nothing : noticeBar(notice)}</div>
        ${terminals}
        <dialog aria-labelledby="ask" @close=${() => views[0]?.focus()}>
          <p id="ask">${text.resetAsk}</p>
          <form method="dialog">
            <button value="no" autofocus>${text.cancel}</button>
            <button class="danger" value="yes" @click=${reset}>${text.reset}</button>
          </form>
        </dialog>
      `,
      root,
    );
  }
  function noticeBar(shown: Notice) {
    const text = words();
    const message = shown.kind === "restored" ? text.restored : shown.kind === "reset" ? text.resetDone : `${text.defect} ${shown.message}`;
    return html`
      <div class="notice ${shown.kind}">
        <span>${message}</span>
        ${shown.kind === "reset" ? html`<button @click=${undoReset}>${text.undo}</button>` : nothing}
        <button @click=${dismiss}>${text.dismiss}</button>
      </div>
    `;
  }

  function toTerminal(event: Event): void {
    event.preventDefault();
    views[0]?.focus();
  }
  /** F6 goes round: the bar, then each terminal. */
  function moveOn(event: KeyboardEvent): void {
    if (event.key !== "F6" || root === null) return;
    event.preventDefault();
    const at = views.findIndex((view) => view.element.contains(document.activeElement));
    const next = views[event.shiftKey ? (at < 0 ? views.length - 1 : at - 1) : at + 1];
    if (next === undefined) root.querySelector<HTMLElement>(".bar select")?.focus();
    else next.focus();
  }

  document.addEventListener("keydown", moveOn);
  systemDark.addEventListener("change", draw);
  addEventListener("pagehide", () => machine.send({ kind: "save" }));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") machine.send({ kind: "save" });
  });
  addTerminal();
  draw();
  for (const view of views) view.mount();
  views[0]?.focus();
  machine.listen(listener);
}

function select<T extends string>(
  label: string,
  choices: readonly T[],
  chosen: T,
  name: (choice: T) => string,
  choose: (choice: T) => void,
) {
  return html`
    <label>
      <span>${label}</span>
      <select @change=${(event: Event) => {
        const found = choices.find((choice) => choice === (event.target as HTMLSelectElement).value);
        if (found !== undefined) choose(found);
      }}>
        ${choices.map((choice) => html`<option value=${choice} ?selected=${choice === chosen}>${name(choice)}</option>`)}
      </select>
    </label>
  `;
}
