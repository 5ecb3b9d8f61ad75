/**
 * The card at a mark: what is wrong, why, and what to do about it. It stands below the text that it
 * speaks of, or above it where there is no room, and never over it.
 *
 * @typedef {import("./marks.js").Mark} Mark
 */

import { button, element, outer, overlay, overlayDocument } from "./overlay.js";

const GAP = 8;
const NAMED = new Set(["person-name", "company-name", "spelling"]);

export class Card {
  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
    this.document = overlayDocument(session.surface.document);
    const { host, shadow } = overlay(this.document, "taknote-card");
    this.host = host;
    this.shadow = shadow;
    /** @type {HTMLElement | null} */
    this.panel = null;
    /** @type {Mark | null} */
    this.mark = null;
  }

  /**
   * @param {Mark} mark
   * @param {boolean} [focus] Whether to move the focus in, as for the keyboard.
   */
  open(mark, focus = false) {
    this.close(false);
    this.mark = mark;
    this.session.marks.point(mark);
    this.panel = this.#panel(mark);
    this.shadow.append(this.panel);
    mark.range.startContainer.parentElement?.scrollIntoView?.({ block: "nearest" });
    this.place();
    if (focus) (this.panel.querySelector("button") ?? this.panel).focus();
  }

  /** @param {Mark} mark */
  #panel(mark) {
    const { warning } = mark;
    const { say } = this.session.host;
    const panel = element(this.document, "div", "panel");
    panel.tabIndex = -1;
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", warning.message);
    const severity = element(this.document, "span", `severity ${warning.severity}`, say(warning.severity));
    const message = element(this.document, "p");
    message.append(severity, ` ${warning.message}`);
    panel.append(message, element(this.document, "p", "why", warning.why));
    for (const fix of warning.fixes) {
      panel.append(
        button(this.document, "fix", fix.title, () => this.session.apply(warning, fix)),
      );
    }
    const row = element(this.document, "div", "row");
    row.append(
      button(this.document, "quiet", say("ignoreHere"), () => this.session.ignore(warning)),
      button(this.document, "quiet", say("ignoreAlways"), () => this.session.turnOff(warning.rule)),
    );
    if (NAMED.has(warning.rule)) {
      row.append(button(this.document, "quiet", say("addWord"), () => this.session.addWord(warning.text)));
    }
    panel.append(row);
    panel.addEventListener("keydown", (event) => this.#key(event));
    return panel;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") this.close();
    else if (event.altKey && event.shiftKey && event.key === "ArrowDown") this.session.walk(1);
    else if (event.altKey && event.shiftKey && event.key === "ArrowUp") this.session.walk(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Stand beside the marked text, wherever it is now. */
  place() {
    if (!this.panel || !this.mark) return;
    const box = outer(this.mark.range.getBoundingClientRect(), this.session.surface.document);
    const view = this.document.documentElement;
    const { width, height } = this.panel.getBoundingClientRect();
    const below = box.bottom + GAP;
    const above = box.top - GAP - height;
    const top = below + height <= view.clientHeight || above < 0 ? below : above;
    const left = Math.min(Math.max(GAP, box.left), Math.max(GAP, view.clientWidth - width - GAP));
    Object.assign(this.panel.style, { top: `${top}px`, left: `${left}px` });
  }

  /** Keep to the same mark after a new check, or close where it is gone. @param {Mark | null} mark */
  follow(mark) {
    if (!this.panel) return;
    if (!mark) {
      this.close();
      return;
    }
    if (JSON.stringify(mark.warning.fixes) !== JSON.stringify(this.mark?.warning.fixes)) {
      this.open(mark, this.shadow.activeElement !== null); // its fixes have come, or have changed
      return;
    }
    this.mark = mark;
    this.session.marks.point(mark);
    this.place();
  }

  /** @param {boolean} [giveBack] Whether the editor gets the focus back that the card has. */
  close(giveBack = true) {
    if (!this.panel) return;
    const had_focus = this.shadow.activeElement !== null;
    this.panel.remove();
    this.panel = null;
    this.mark = null;
    this.session.marks.point(null);
    if (had_focus && giveBack) this.session.surface.root.focus();
  }

  remove() {
    this.host.remove();
  }
}
