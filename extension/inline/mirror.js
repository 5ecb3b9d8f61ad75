/**
 * A text field can't be marked, so its text is laid out again, unseen, right above it: a mirror.
 * The marks are drawn on the mirror; the field itself is never touched.
 */

const COPIED = [
  "boxSizing", "borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth", "paddingTop",
  "paddingRight", "paddingBottom", "paddingLeft", "fontFamily", "fontSize", "fontStyle", "fontWeight",
  "fontStretch", "fontVariant", "letterSpacing", "lineHeight", "tabSize", "textAlign", "textIndent",
  "textTransform", "wordSpacing", "direction", "overflowWrap", "wordBreak",
];

export class Mirror {
  /** @param {HTMLTextAreaElement} field */
  constructor(field) {
    this.field = field;
    const document = field.ownerDocument;
    this.host = document.createElement("taknote-mirror");
    this.host.setAttribute("aria-hidden", "true");
    const shadow = this.host.attachShadow({ mode: "open" });
    this.box = document.createElement("div");
    this.content = document.createTextNode("");
    this.box.append(this.content);
    shadow.append(this.box);
    Object.assign(this.host.style, {
      position: "fixed",
      zIndex: "2147483000",
      pointerEvents: "none",
      overflow: "hidden",
      display: "block",
    });
    Object.assign(this.box.style, {
      color: "transparent",
      whiteSpace: "pre-wrap",
      borderStyle: "solid",
      borderColor: "transparent",
      width: "100%",
    });
    field.addEventListener("scroll", () => this.place(), { passive: true });
  }

  /** Lay the text out as the field does, where the field is now. */
  place() {
    const style = getComputedStyle(this.field);
    const box = this.field.getBoundingClientRect();
    /** @type {Record<string, string>} */
    const copied = {};
    for (const name of COPIED) {
      copied[name] = /** @type {any} */ (style)[name];
    }
    Object.assign(this.box.style, copied);
    Object.assign(this.host.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${this.field.clientWidth + parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth)}px`,
      height: `${box.height}px`,
    });
    this.box.style.marginTop = `${-this.field.scrollTop}px`;
    const text = `${this.field.value}\n`;
    if (this.content.data !== text) this.content.data = text;
  }

  /** @param {number} start @param {number} end */
  range(start, end) {
    if (!this.host.isConnected) this.field.ownerDocument.documentElement.append(this.host);
    this.place();
    const range = this.field.ownerDocument.createRange();
    range.setStart(this.content, Math.min(start, this.content.length));
    range.setEnd(this.content, Math.min(end, this.content.length));
    return range;
  }

  /** The position whose character is at a point, or -1. @param {number} x @param {number} y */
  positionAt(x, y) {
    const length = this.content.length - 1;
    const range = this.field.ownerDocument.createRange();
    // The first character that ends behind the point, found by halves: lines go down the page.
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      range.setStart(this.content, middle);
      range.setEnd(this.content, middle + 1);
      const box = range.getBoundingClientRect();
      if (box.bottom <= y || (box.top <= y && box.right <= x)) low = middle + 1;
      else high = middle;
    }
    return low < length ? low : -1;
  }

  remove() {
    this.host.remove();
  }
}
