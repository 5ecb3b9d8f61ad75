/**
 * Marks under the text, by the CSS Custom Highlight API: the browser paints and moves them, and no
 * node enters the letter. What cannot be highlighted in place is highlighted in its mirror.
 *
 * @typedef {import("./session.js").Warning} Warning
 * @typedef {{warning: Warning, range: Range}} Mark
 */

import { addStyle } from "./overlay.js";

/** @type {WeakSet<Document | ShadowRoot>} */
const styled = new WeakSet();

/** Where an underline is not colour alone: wavy, dashed, dotted. */
export const MARK_STYLE = `
::highlight(taknote-error) { text-decoration: underline wavy #e53935 1.5px; text-underline-offset: 3px; }
::highlight(taknote-warning) { text-decoration: underline dashed #d97800 2px; text-underline-offset: 3px; }
::highlight(taknote-suggestion) { text-decoration: underline dotted #2f86eb 2px; text-underline-offset: 3px; }
::highlight(taknote-current) { background-color: #ffe08a; color: #1d2733; }
`;

export class Marks {
  /** @param {import("./session.js").Surface} surface */
  constructor(surface) {
    this.surface = surface;
    /** @type {Mark[]} */
    this.marks = [];
    this.#style();
  }

  get #window() {
    return /** @type {any} */ (this.surface.document.defaultView);
  }

  /** The style must stand where the text stands: in the mirror's shadow, or in the document. */
  #style() {
    const mirror = /** @type {any} */ (this.surface).mirror;
    const place = mirror ? mirror.host.shadowRoot : this.surface.document;
    if (styled.has(place)) return;
    addStyle(place, MARK_STYLE);
    styled.add(place);
  }

  /** @param {string} name */
  #highlight(name) {
    const highlights = this.#window.CSS.highlights;
    if (!highlights.has(name)) highlights.set(name, new this.#window.Highlight());
    return highlights.get(name);
  }

  /** Show these warnings and no other. @param {Warning[]} warnings */
  show(warnings) {
    this.clear();
    for (const warning of warnings) {
      if (warning.field !== "body" || warning.start === warning.end) continue;
      const range = this.surface.range(warning.start, warning.end);
      if (!range) continue;
      this.marks.push({ warning, range });
      this.#highlight(`taknote-${warning.severity}`).add(range);
    }
    this.marks.sort((one, other) => one.warning.start - other.warning.start);
  }

  /** Whether the page took away nodes that were marked, and may have put others in their place. */
  get lost() {
    return this.marks.some(({ range }) => range.collapsed);
  }

  clear() {
    const { marks } = this;
    this.marks = [];
    if (!this.#window) return; // the editor's frame is gone, and its highlights with it
    for (const { warning, range } of marks) this.#highlight(`taknote-${warning.severity}`).delete(range);
    this.point(null);
  }

  /** Point out one mark, or none. @param {Mark | null} mark */
  point(mark) {
    if (!this.#window) return;
    const current = this.#highlight("taknote-current");
    current.clear();
    if (mark) current.add(mark.range);
  }

  /** The mark at a point of the window; of two the shorter one. @param {number} x @param {number} y */
  at(x, y) {
    return (
      this.marks
        .filter(({ range }) =>
          [...range.getClientRects()].some(
            (box) => x >= box.left - 1 && x <= box.right + 1 && y >= box.top && y <= box.bottom + 4,
          ),
        )
        .sort((one, other) => length(one) - length(other))[0] ?? null
    );
  }
}

/** @param {Mark} mark */
function length(mark) {
  return mark.warning.end - mark.warning.start;
}
