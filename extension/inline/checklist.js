/**
 * The badge at the editor, with the count of what to mend, and the checklist that it opens: the nine
 * guidelines, and one click to add what is missing. Out of sight on mail that is no thank-you note.
 *
 * @typedef {import("./session.js").Report} Report
 */

import { button, element, outer, overlay, overlayDocument } from "./overlay.js";

const SIGNS = { met: "✓", missing: "○", broken: "✗", unknown: "?" };
const GAP = 8;

export class Checklist {
  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
    this.document = overlayDocument(session.surface.document);
    const { host, shadow } = overlay(this.document, "taknote-checklist");
    this.host = host;
    this.shadow = shadow;
    this.badge = button(this.document, "badge", "", () => this.toggle());
    this.badge.hidden = true;
    this.badge.setAttribute("aria-haspopup", "dialog");
    this.live = element(this.document, "div", "live");
    this.live.setAttribute("role", "status");
    shadow.append(this.badge, this.live);
    /** @type {HTMLElement | null} */
    this.panel = null;
  }

  /** @param {Report | null} report */
  show(report) {
    this.badge.hidden = !report?.is_thank_you_note;
    if (!report || this.badge.hidden) {
      this.#close();
      return;
    }
    const count = this.session.warnings.filter(({ severity }) => severity !== "suggestion").length;
    const { say } = this.session.host;
    const label = say(count ? (count === 1 ? "oneToMend" : "manyToMend") : "nothingToMend").replace("#", `${count}`);
    this.badge.textContent = count ? `${count}` : "✓";
    this.badge.className = `badge ${count ? "bad" : "good"}`;
    this.badge.setAttribute("aria-label", `Taknote: ${label}`);
    this.badge.title = `Taknote: ${label}`;
    if (this.live.textContent !== label) this.live.textContent = label;
    this.place();
    if (this.panel) this.#fill(this.panel);
  }

  /** Tell that there was no answer; nothing that the writer does is held up by it. @param {string} reason */
  failed(reason) {
    this.badge.hidden = false;
    this.badge.textContent = "!";
    this.badge.className = "badge down";
    this.badge.setAttribute("aria-label", `Taknote: ${reason}`);
    this.badge.title = `Taknote: ${reason}`;
    this.live.textContent = reason;
    this.place();
  }

  toggle() {
    if (this.panel) {
      this.#close();
      return;
    }
    this.session.card.close(false);
    this.panel = element(this.document, "div", "panel");
    this.panel.tabIndex = -1;
    this.panel.setAttribute("role", "dialog");
    this.panel.setAttribute("aria-label", this.session.host.say("checklist"));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#close();
      this.badge.focus();
    });
    this.#fill(this.panel);
    this.shadow.append(this.panel);
    this.badge.setAttribute("aria-expanded", "true");
    this.place();
    this.panel.focus();
  }

  #close() {
    this.panel?.remove();
    this.panel = null;
    this.badge.setAttribute("aria-expanded", "false");
  }

  /** @param {HTMLElement} panel */
  #fill(panel) {
    const { say } = this.session.host;
    const report = this.session.report;
    panel.replaceChildren(element(this.document, "h2", "", say("checklist")));
    if (!report) return;
    const list = element(this.document, "ol");
    for (const result of report.guidelines) {
      const item = element(this.document, "li", result.status);
      const line = element(this.document, "div", "guideline");
      const sign = element(this.document, "span", "sign", SIGNS[result.status]);
      sign.setAttribute("role", "img");
      sign.setAttribute("aria-label", say(result.status));
      const text = element(this.document, "div");
      text.append(
        element(this.document, "div", "", `${result.number}. ${result.title}`),
        element(this.document, "div", "summary", result.summary),
      );
      line.append(sign, text);
      item.append(line, ...this.#additions(result.id));
      list.append(item);
    }
    panel.append(list);
    if (this.session.marks.marks.length) {
      panel.append(element(this.document, "p", "why", say("walkHint")));
    }
    const row = element(this.document, "div", "row");
    for (const [message, action] of Object.entries(this.session.host.silence ?? {})) {
      row.append(button(this.document, "quiet", say(message), action));
    }
    panel.append(row);
  }

  /** Buttons for what one click can add or change, of what has no mark in the text. @param {string} guideline */
  #additions(guideline) {
    return this.session.warnings
      .filter((warning) => warning.guideline === guideline)
      .filter((warning) => warning.field !== "body" || warning.start === warning.end)
      .flatMap((warning) =>
        warning.fixes
          .slice(0, 1)
          .map((fix) =>
            button(this.document, "add", fix.title, () => this.session.apply(warning, fix)),
          ),
      );
  }

  /** Keep to the editor's lower corner, wherever it is now. */
  place() {
    if (this.badge.hidden) return;
    const surface = this.session.surface;
    const frame = surface.document.defaultView?.frameElement;
    const box = frame ? frame.getBoundingClientRect() : outer(surface.root.getBoundingClientRect(), surface.document);
    const view = this.document.documentElement;
    const bottom = Math.min(box.bottom, view.clientHeight);
    const { width, height } = this.badge.getBoundingClientRect();
    const top = Math.max(box.top, bottom - height - GAP);
    const left = Math.min(box.right, view.clientWidth) - width - 2 * GAP;
    Object.assign(this.badge.style, { top: `${top}px`, left: `${left}px` });
    if (!this.panel) return;
    const panel = this.panel.getBoundingClientRect();
    Object.assign(this.panel.style, {
      top: `${Math.max(GAP, top - panel.height - GAP)}px`,
      left: `${Math.max(GAP, left + width - panel.width)}px`,
    });
  }

  remove() {
    this.host.remove();
  }
}
