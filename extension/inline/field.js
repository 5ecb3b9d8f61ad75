/** The letter in a plain text field (a textarea), with the same calls as `Editable`. */

import { Mirror } from "./mirror.js";

/** @typedef {import("./editable.js").TextEdit} TextEdit */

/** Milliseconds between looks at a field. */
const LOOK = 1000;

export class Field {
  /** @param {HTMLTextAreaElement} root */
  constructor(root) {
    this.root = root;
    this.text = "";
    this.mirror = new Mirror(root);
  }

  get document() {
    return this.root.ownerDocument;
  }

  /** The letter's text as it stands now. */
  read() {
    this.text = this.root.value;
    return this.text;
  }

  /**
   * Tell when the text may have changed without being typed: a page sets a field's value unseen.
   * @param {() => void} changed
   * @param {AbortSignal} signal Stops it.
   */
  observe(changed, signal) {
    const timer = setInterval(changed, LOOK);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  /** A range over a stretch of the text, in the mirror. @param {number} start @param {number} end */
  range(start, end) {
    return this.mirror.range(start, end);
  }

  /** The position at a point of the window, or -1. @param {number} x @param {number} y */
  positionAt(x, y) {
    return this.mirror.positionAt(x, y);
  }

  /** Where the caret stands, or -1. */
  get caret() {
    return this.document.activeElement === this.root ? this.root.selectionEnd : -1;
  }

  /**
   * Apply text edits as typing, so that undo takes them back.
   * @param {TextEdit[]} edits
   */
  replace(edits) {
    this.root.focus();
    for (const edit of [...edits].sort((one, other) => other.start - one.start)) {
      this.root.setSelectionRange(edit.start, edit.end);
      if (edit.text) this.document.execCommand("insertText", false, edit.text);
      else if (edit.start < edit.end) this.document.execCommand("delete");
    }
  }
}
