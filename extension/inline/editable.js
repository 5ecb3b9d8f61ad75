/**
 * The letter as text, and back: a contenteditable editor read with positions, and edited the way a
 * person edits it, so that the page's editor and its undo see ordinary typing.
 *
 * Positions are UTF-16 code units of the text that `read` returns.
 *
 * @typedef {{start: number, end: number, text: string}} TextEdit
 * @typedef {{start: number, end: number, node: Text | null}} Piece
 */

const BLOCKS = new Set(
  ("ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR " +
    "LI MAIN OL P PRE SECTION TABLE TD TH TR UL").split(" "),
);
/** Blocks that stand apart from their neighbours, as if a blank line were between. */
const SPACED = new Set("BLOCKQUOTE H1 H2 H3 H4 H5 H6 OL P PRE TABLE UL".split(" "));
const UNREAD = new Set("SCRIPT STYLE TEMPLATE HEAD TITLE IMG SVG VIDEO OBJECT BUTTON SELECT".split(" "));

export class Editable {
  /**
   * @param {HTMLElement} root The editor's contenteditable element.
   * @param {string} [leftOut] A selector of what is no part of the letter: quotes, signature.
   * @param {() => void} [undoLevel] Tells an editor that keeps its own undo levels to begin one.
   */
  constructor(root, leftOut = "", undoLevel = () => {}) {
    this.root = root;
    this.leftOut = leftOut;
    this.undoLevel = undoLevel;
    /** @type {Piece[]} */
    this.pieces = [];
    this.text = "";
  }

  get document() {
    return this.root.ownerDocument;
  }

  /** The letter's text as it stands now. */
  read() {
    this.pieces = [];
    this.text = "";
    this.#visit(this.root);
    return this.text;
  }

  /**
   * Tell when the text may have changed, typed or not: editors set contents, and undo, in their own ways.
   * @param {() => void} changed
   * @param {AbortSignal} signal Stops it.
   */
  observe(changed, signal) {
    const observer = new MutationObserver(changed);
    observer.observe(this.root, { childList: true, characterData: true, subtree: true });
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** @param {Node} parent */
  #visit(parent) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.#add(/** @type {Text} */ (node));
      else if (node.nodeType === Node.ELEMENT_NODE) this.#element(/** @type {HTMLElement} */ (node));
    }
  }

  /** @param {HTMLElement} element */
  #element(element) {
    const tag = element.tagName.toUpperCase();
    if (tag === "BR") {
      this.#virtual("\n");
      return;
    }
    if (UNREAD.has(tag) || element.contentEditable === "false") return;
    if (this.leftOut && element.matches(this.leftOut)) return;
    if (!BLOCKS.has(tag)) {
      this.#visit(element);
      return;
    }
    const nested = tag === "UL" || tag === "OL" ? element.parentElement?.tagName === "LI" : false;
    const lines = SPACED.has(tag) && !nested ? 2 : 1;
    this.#breakLine(lines);
    if (tag === "LI") this.#virtual("- ");
    this.#visit(element);
    this.#breakLine(lines);
  }

  /** @param {Text} node */
  #add(node) {
    const preserved = this.document.defaultView?.getComputedStyle(node.parentElement ?? this.root);
    const shown = (preserved?.whiteSpace ?? "").startsWith("pre")
      ? node.data
      : node.data.replace(/[\n\r\t]/g, " ");
    if (!shown || (!shown.trim() && (this.text === "" || this.text.endsWith("\n")))) return;
    this.pieces.push({ start: this.text.length, end: this.text.length + shown.length, node });
    this.text += shown;
  }

  /** @param {string} text */
  #virtual(text) {
    this.pieces.push({ start: this.text.length, end: this.text.length + text.length, node: null });
    this.text += text;
  }

  /** @param {number} lines */
  #breakLine(lines) {
    if (!this.text) return;
    const missing = lines - (/\n*$/.exec(this.text)?.[0].length ?? 0);
    if (missing > 0) this.#virtual("\n".repeat(missing));
  }

  /**
   * The place of a position in the document.
   * @param {number} position
   * @param {"start" | "end"} side Which side to take between two pieces.
   * @returns {{node: Node, offset: number}}
   */
  #locate(position, side) {
    const real = this.pieces.filter((piece) => piece.node);
    const inside =
      side === "start"
        ? real.find((piece) => position < piece.end)
        : real.findLast((piece) => position > piece.start) ?? real.find((piece) => position <= piece.end);
    if (inside?.node) {
      const offset = Math.min(Math.max(position - inside.start, 0), inside.node.data.length);
      return { node: inside.node, offset };
    }
    const last = real.at(-1);
    if (last?.node) return { node: last.node, offset: last.node.data.length };
    return { node: this.root, offset: this.root.childNodes.length };
  }

  /**
   * A live range over a stretch of the text that was last read.
   * @param {number} start
   * @param {number} end
   */
  range(start, end) {
    const range = this.document.createRange();
    const to = this.#locate(end, "end");
    const from = start === end ? to : this.#locate(start, "start");
    try {
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, to.offset);
    } catch {
      return null; // the page has taken the node away meanwhile
    }
    return range;
  }

  /** The position at a point of the window, or -1. @param {number} x @param {number} y */
  positionAt(x, y) {
    const found = this.document.caretPositionFromPoint?.(x, y);
    if (found) return this.positionOf(found.offsetNode, found.offset);
    const range = this.document.caretRangeFromPoint?.(x, y);
    return range ? this.positionOf(range.startContainer, range.startOffset) : -1;
  }

  /** The position of a place in the document, or -1. @param {Node} node @param {number} offset */
  positionOf(node, offset) {
    const piece = this.pieces.find((one) => one.node === node);
    return piece ? piece.start + Math.min(offset, piece.end - piece.start) : -1;
  }

  /** Where the caret stands, or -1. */
  get caret() {
    const selection = this.document.getSelection();
    return selection?.focusNode ? this.positionOf(selection.focusNode, selection.focusOffset) : -1;
  }

  /**
   * Apply text edits as typing. They must not overlap and refer to the text as it stands.
   * @param {TextEdit[]} edits
   */
  replace(edits) {
    this.root.focus();
    this.undoLevel();
    for (const edit of [...edits].sort((one, other) => other.start - one.start)) {
      this.read();
      const range = this.range(edit.start, edit.end);
      const selection = this.document.getSelection();
      if (!range || !selection) continue;
      selection.removeAllRanges();
      selection.addRange(range);
      if (edit.text) this.document.execCommand("insertText", false, this.#fitting(range, edit.text));
      else this.document.execCommand("delete");
    }
    this.undoLevel();
  }

  /**
   * Text with as many line ends as the editor's paragraphs need: one where they stand apart anyway.
   * @param {Range} range
   * @param {string} text
   */
  #fitting(range, text) {
    const container = range.startContainer;
    let element = container instanceof Element ? container : container.parentElement;
    while (element && element !== this.root && !BLOCKS.has(element.tagName)) {
      element = element.parentElement;
    }
    return element && SPACED.has(element.tagName) ? text.replace(/\n{2,}/g, "\n") : text;
  }
}
