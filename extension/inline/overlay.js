/** What every overlay shares: a host outside of the letter, a shadow root, one look. */

export const LOOK = `
:host { all: initial; }
* { box-sizing: border-box; }
.panel, .badge { font: 14px/1.45 system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); }
:host { --ink: #1d2733; --soft: #56616e; --paper: #ffffff; --line: #d5dbe2; --hover: #eef2f6; --accent: #0b6e4f; --accent-ink: #ffffff;
  --error: #b71c1c; --warning: #8a4b00; --suggestion: #0d4f9e; --met: #0b6e4f; color-scheme: light; }
@media (prefers-color-scheme: dark) {
  :host { --ink: #e8edf2; --soft: #aeb8c3; --paper: #1c242c; --line: #3a4652; --hover: #2a343e; --accent: #5fd0a5; --accent-ink: #10231b;
    --error: #ff9e96; --warning: #ffc078; --suggestion: #9ecbff; --met: #5fd0a5; color-scheme: dark; }
}
.panel { position: fixed; z-index: 2147483600; width: min(360px, calc(100vw - 16px)); max-height: min(70vh, 560px); overflow: auto;
  background: var(--paper); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 8px 28px rgb(0 0 0 / 25%); padding: 14px 16px; }
.panel:focus { outline: none; }
button { font: inherit; color: inherit; background: none; border: 0; cursor: pointer; border-radius: 6px; text-align: start; }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.fix { display: block; width: 100%; margin-top: 8px; padding: 7px 12px; background: var(--accent); color: var(--accent-ink); font-weight: 600; }
.fix:hover { filter: brightness(1.1); }
.quiet { padding: 4px 8px; color: var(--soft); }
.quiet:hover { background: var(--hover); color: var(--ink); }
.row { display: flex; flex-wrap: wrap; gap: 4px; margin: 10px -8px -4px; }
h2 { font-size: 15px; margin: 0 0 4px; } p { margin: 0 0 4px; } .why { color: var(--soft); }
.severity { font-weight: 700; } .error { color: var(--error); } .warning { color: var(--warning); } .suggestion { color: var(--suggestion); }
ol { list-style: none; margin: 8px 0 0; padding: 0; } li { padding: 7px 0; border-top: 1px solid var(--line); }
.guideline { display: flex; gap: 8px; } .sign { flex: none; width: 1.3em; font-weight: 700; }
.met .sign { color: var(--met); } .broken .sign { color: var(--error); } .missing .sign { color: var(--suggestion); } .unknown .sign { color: var(--soft); }
.summary { color: var(--soft); }
.add { display: block; margin: 4px 0 0 1.8em; padding: 3px 8px; border: 1px solid var(--line); color: var(--ink); }
.add:hover { background: var(--hover); }
.badge { position: fixed; z-index: 2147483500; min-width: 34px; height: 34px; padding: 0 10px; border-radius: 17px; border: 1px solid var(--line);
  background: var(--paper); box-shadow: 0 2px 8px rgb(0 0 0 / 20%); font-weight: 700; text-align: center; }
.badge.good { color: var(--met); } .badge.bad { color: var(--error); } .badge.down { color: var(--warning); }
dialog { font: 14px/1.45 system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper); border: 1px solid var(--line);
  border-radius: 12px; padding: 18px 20px; width: min(440px, calc(100vw - 32px)); box-shadow: 0 12px 40px rgb(0 0 0 / 35%); }
dialog::backdrop { background: rgb(0 0 0 / 35%); }
.live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/**
 * A host for an overlay, at the end of the page's root, outside of every editor.
 * @param {Document} document
 * @param {string} name The custom element's name.
 */
export function overlay(document, name) {
  const host = document.createElement(name);
  const shadow = host.attachShadow({ mode: "open" });
  addStyle(shadow, LOOK);
  document.documentElement.append(host);
  return { host, shadow };
}

/**
 * Add a style sheet to a document or a shadow root, without a node where that is possible: a page's
 * content security policy may forbid style elements.
 * @param {Document | ShadowRoot} place
 * @param {string} text
 */
export function addStyle(place, text) {
  // Not instanceof: a document in a frame is of its frame's own class.
  const whole = place.nodeType === Node.DOCUMENT_NODE;
  const document = /** @type {Document} */ (whole ? place : place.ownerDocument);
  try {
    const Sheet = /** @type {any} */ (document.defaultView).CSSStyleSheet;
    const sheet = new Sheet();
    sheet.replaceSync(text);
    place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = text;
    (whole ? document.head : place).append(style);
  }
}

/**
 * An element with text: never HTML, whatever a message holds.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Document} document
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [text]
 */
export function element(document, tag, className = "", text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * A button that leaves the editor's selection alone.
 * @param {Document} document
 * @param {string} className
 * @param {string} text
 * @param {() => void} action
 */
export function button(document, className, text, action) {
  const made = element(document, "button", className, text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

/** The document that overlays belong to: the top one, where the letter is in a frame. @param {Document} document */
export function overlayDocument(document) {
  return document.defaultView?.frameElement?.ownerDocument ?? document;
}

/**
 * A box of the letter, in the coordinates of the overlays' window.
 * @param {DOMRect} box
 * @param {Document} document The letter's document.
 */
export function outer(box, document) {
  const frame = document.defaultView?.frameElement?.getBoundingClientRect();
  return frame ? new DOMRect(box.x + frame.x, box.y + frame.y, box.width, box.height) : box;
}
