/**
 * Before a letter goes out with errors in it: one dialog with what is wrong, and the choice to mend it
 * or to send it all the same. It never sends by itself, and never holds a letter up when there was no
 * answer from the service.
 */

import { button, element, overlay, overlayDocument } from "./overlay.js";

/** Milliseconds that a webmail takes to send at the most. */
const SENDING = 20_000;
/** What a press of the pointer is made of; some webmails send on more than the click. */
const PRESS = ["pointerdown", "mousedown", "pointerup", "mouseup"];

export class Guard {
  /**
   * @param {import("./session.js").Session} session
   * @param {import("../compose/compose.js").Compose} compose
   */
  constructor(session, compose) {
    this.session = session;
    this.compose = compose;
    this.document = overlayDocument(session.surface.document);
    const { host, shadow } = overlay(this.document, "taknote-guard");
    this.host = host;
    this.shadow = shadow;
    /** @type {HTMLDialogElement | null} */
    this.dialog = null;
    /** @type {HTMLElement | null} */
    this.list = null;
    /** @type {HTMLElement | null} The button that was held up. */
    this.held = null;
    /** @type {Set<string>} Errors that the writer chose to send. */
    this.accepted = new Set();
    /** @type {{body: string, draft: Record<string, unknown>} | null} What is being sent, if something is. */
    this.leaving = null;
    session.refreshed = () => this.#fill();
    this.closing = new AbortController();
    const options = { capture: true, signal: this.closing.signal };
    const view = this.document.defaultView;
    view?.addEventListener("pagehide", () => this.left(), options);
    for (const name of PRESS) view?.addEventListener(name, (event) => this.#pressed(event), options);
    view?.addEventListener("click", (event) => this.#clicked(event), options);
    view?.addEventListener("keydown", (event) => this.#key(event), options);
    if (session.surface.document !== this.document) {
      session.surface.document.addEventListener("keydown", (event) => this.#key(event), options);
    }
  }

  /** What is wrong and not yet accepted, of a letter that is a thank-you note. */
  get errors() {
    const { report } = this.session;
    return report?.is_thank_you_note
      ? this.session.warnings.filter(({ severity, id }) => severity === "error" && !this.accepted.has(id))
      : [];
  }

  /** @param {Event} event */
  #pressed(event) {
    if (!this.errors.length || !this.compose.sendButton(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** @param {Event} event */
  #clicked(event) {
    const button = this.compose.sendButton(event.target);
    if (button) this.#stop(event, button);
    if (button && !event.defaultPrevented) this.#watchLeaving();
  }

  /**
   * Ctrl or Cmd with Enter sends everywhere, Alt+S in Outlook, Enter and the space bar on a send button.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    if (event.key !== "Enter" && event.key !== " " && !event.altKey) return; // ordinary typing costs nothing
    const button = event.altKey ? null : this.compose.sendButton(event.target);
    const enter = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const alt = event.altKey && event.key.toLowerCase() === "s";
    const target = /** @type {Node} */ (event.target);
    const here = this.compose.root.contains(target) || this.session.surface.root.contains(target);
    if (!button && !((enter || alt) && here)) return;
    this.#stop(event, button ?? this.compose.send());
    if (!event.defaultPrevented) this.#watchLeaving();
  }

  /**
   * @param {Event} event
   * @param {HTMLElement | null} button What to press where the writer sends it anyway.
   */
  #stop(event, button) {
    if (!this.errors.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held = button;
    this.#ask();
  }

  /** The letter has gone when its window goes; where that stays open, it has not. */
  #watchLeaving() {
    this.leaving = { body: this.session.surface.read(), draft: this.session.host.draft() };
    setTimeout(() => (this.leaving = null), SENDING);
  }

  /** Tell that the letter went out, if it was being sent. */
  left() {
    if (this.leaving) this.session.host.sent?.(this.leaving);
    this.leaving = null;
  }

  #ask() {
    this.dialog?.remove();
    const { say } = this.session.host;
    const dialog = element(this.document, "dialog", "guard");
    dialog.setAttribute("aria-label", say("beforeYouSend"));
    dialog.append(element(this.document, "h2", "", say("beforeYouSend")));
    this.list = element(this.document, "ol");
    const row = element(this.document, "div", "row");
    row.append(
      button(this.document, "quiet", say("goBack"), () => dialog.close()),
      button(this.document, "quiet", say("sendAnyway"), () => this.#sendAnyway(dialog)),
    );
    dialog.append(this.list, row);
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.dialog = null;
      this.session.surface.root.focus();
    });
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    this.dialog = dialog;
    this.#fill();
    this.shadow.append(dialog);
    dialog.showModal();
  }

  /** List what is wrong now; with nothing left the dialog goes, and the writer sends. */
  #fill() {
    if (!this.dialog) return;
    this.list?.replaceChildren(
      ...this.errors.map((warning) => {
        const item = element(this.document, "li");
        item.append(
          element(this.document, "p", "", warning.message),
          element(this.document, "p", "why", warning.why),
          ...warning.fixes
            .slice(0, 1)
            .map((fix) => button(this.document, "fix", fix.title, () => this.session.apply(warning, fix))),
        );
        return item;
      }),
    );
    if (!this.errors.length) this.dialog.close();
  }

  /**
   * Send what stands. Where the button has gone meanwhile, in a menu that closed, the writer presses it
   * again and is not asked again.
   * @param {HTMLDialogElement} dialog
   */
  #sendAnyway(dialog) {
    for (const { id } of this.errors) this.accepted.add(id);
    dialog.close();
    if (!this.held?.isConnected) return;
    for (const name of ["mousedown", "mouseup", "click"]) {
      this.held.dispatchEvent(new MouseEvent(name, { bubbles: true, cancelable: true, button: 0 }));
    }
  }

  close() {
    this.closing.abort();
    this.host.remove();
  }
}
