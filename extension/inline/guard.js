/**
 * Before a letter goes out with errors in it: one dialog with what is wrong, and the choice to mend it
 * or to send it all the same. It never sends by itself, and never holds a letter up when there was no
 * answer from the service.
 */

import { button, element, overlay, overlayDocument } from "./overlay.js";

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
    this.allowed = false;
    session.refreshed = () => this.#fill();
    this.closing = new AbortController();
    const options = { capture: true, signal: this.closing.signal };
    const view = this.document.defaultView;
    view?.addEventListener("click", (event) => this.#clicked(event), options);
    view?.addEventListener("keydown", (event) => this.#key(event), options);
    if (session.surface.document !== this.document) {
      session.surface.document.addEventListener("keydown", (event) => this.#key(event), options);
    }
  }

  get errors() {
    const { report } = this.session;
    return report?.is_thank_you_note
      ? this.session.warnings.filter(({ severity }) => severity === "error")
      : [];
  }

  /** @param {Event} event */
  #clicked(event) {
    if (this.compose.sendButton(event.target)) this.#stop(event);
  }

  /** Ctrl or Cmd with Enter sends everywhere, Alt+S in Outlook. @param {KeyboardEvent} event */
  #key(event) {
    const enter = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const alt = event.altKey && event.key.toLowerCase() === "s";
    if (!enter && !alt) return;
    const target = /** @type {Node} */ (event.target);
    if (this.compose.root.contains(target) || this.session.surface.root.contains(target)) this.#stop(event);
  }

  /** @param {Event} event */
  #stop(event) {
    if (this.allowed || !this.errors.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#ask();
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

  /** @param {HTMLDialogElement} dialog */
  #sendAnyway(dialog) {
    dialog.close();
    this.allowed = true;
    this.compose.send()?.click();
    this.allowed = false;
  }

  close() {
    this.closing.abort();
    this.host.remove();
  }
}
