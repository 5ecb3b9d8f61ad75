/**
 * Roundcube, on whatever host it is: the HTML editor in its frame, and the plain text field.
 *
 * @typedef {import("./compose.js").Compose} Compose
 * @typedef {import("./compose.js").Draft} Draft
 * @typedef {import("./compose.js").Person} Person
 */

import { Editable } from "../inline/editable.js";
import { Field } from "../inline/field.js";
import { mailbox, oneEach, person, typeInto } from "./compose.js";

// Seen in Roundcube 1.6.5.
const FACTS = {
  form: "#composebody",
  frame: "#composebody_ifr",
  editor: "body#tinymce",
  subject: "#compose-subject",
  from: "#_from",
  fields: { to: "#_to", cc: "#_cc", bcc: "#_bcc" },
  readReceipt: "#compose-mdn",
  deliveryReceipt: "#compose-dsn",
  send: ".formbuttons button.send, a.send",
  attachments: "#attachment-list li",
  leftOut: "blockquote[type=cite], #_rc_sig, .pre-signature, #_rc_sig_text",
};

export const roundcube = {
  name: "Roundcube",
  /**
   * @param {Location} _location
   * @param {Document} document
   */
  matches: (_location, document) => document.querySelector(FACTS.form) !== null,
  /** @param {Document} document */
  find: (document) => {
    const surface = editor(document);
    return surface ? [compose(surface, document)] : [];
  },
};

/** The editor that is in use now: TinyMCE's, or the text field. @param {Document} document */
function editor(document) {
  const frame = /** @type {HTMLIFrameElement | null} */ (document.querySelector(FACTS.frame));
  if (frame?.offsetParent) {
    const body = /** @type {HTMLElement | null | undefined} */ (frame.contentDocument?.querySelector(FACTS.editor));
    return body?.isContentEditable ? once(body, () => new Editable(body, FACTS.leftOut, () => undoLevel(body))) : null;
  }
  const field = /** @type {HTMLTextAreaElement | null} */ (document.querySelector(FACTS.form));
  return field?.offsetParent ? once(field, () => new Field(field)) : null;
}

/** TinyMCE keeps its own undo, and begins a level when a control key comes up. @param {HTMLElement} body */
function undoLevel(body) {
  body.dispatchEvent(new KeyboardEvent("keyup", { key: "Control", ctrlKey: true, bubbles: true }));
}

/** @type {WeakMap<Element, import("../inline/session.js").Surface>} */
const surfaces = new WeakMap();

/**
 * A mirror is made once for a field.
 * @param {Element} element
 * @param {() => import("../inline/session.js").Surface} make
 */
function once(element, make) {
  const surface = surfaces.get(element) ?? make();
  surfaces.set(element, surface);
  return surface;
}

/**
 * @param {import("../inline/session.js").Surface} surface
 * @param {Document} document
 * @returns {Compose}
 */
function compose(surface, document) {
  const root = document.body;
  /** @param {string} selector */
  const input = (selector) => /** @type {HTMLInputElement | null} */ (document.querySelector(selector));

  /** @returns {Record<string, unknown> & Draft} */
  const draft = () => {
    const sender = /** @type {HTMLSelectElement | null} */ (document.querySelector(FACTS.from));
    const from = sender?.selectedOptions?.[0]?.textContent ?? sender?.value ?? "";
    return {
      subject: input(FACTS.subject)?.value,
      to: recipients(input(FACTS.fields.to)),
      cc: recipients(input(FACTS.fields.cc)) ?? [],
      bcc: recipients(input(FACTS.fields.bcc)) ?? [],
      ...(from ? { from: person(from) } : {}),
      read_receipt: input(FACTS.readReceipt)?.checked ?? null,
      delivery_receipt: input(FACTS.deliveryReceipt)?.checked ?? null,
      attachments: document.querySelectorAll(FACTS.attachments).length,
    };
  };

  return {
    root,
    surface,
    draft,
    edit: (edit) => {
      if (edit.field === "subject") typeInto(input(FACTS.subject), edit);
    },
    perform: (command) => {
      const selector = command === "turn-off-read-receipt" ? FACTS.readReceipt : FACTS.deliveryReceipt;
      const box = command.startsWith("turn-off-") ? input(selector) : null;
      if (box?.checked) box.click();
    },
    separateDrafts: () =>
      oneEach(draft(), (recipient, line) => {
        const query = new URLSearchParams({ _task: "mail", _action: "compose", _to: mailbox(recipient), _subject: line });
        return `${document.location.origin}${document.location.pathname}?${query}`;
      }),
    watch: (changed, signal) => {
      for (const name of ["input", "change", "focusout"]) {
        document.addEventListener(name, (event) => event.target !== surface.root && changed(), { signal, capture: true });
      }
    },
    sendButton: (target) =>
      target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(FACTS.send)) : null,
    send: () => /** @type {HTMLElement | null} */ (document.querySelector(FACTS.send)),
  };
}

/**
 * @param {HTMLInputElement | null} field
 * @returns {Person[] | undefined}
 */
function recipients(field) {
  if (!field) return undefined;
  // A comma within quotes is part of a name.
  const parts = field.value.match(/(?:"[^"]*"|[^,;"])+/g) ?? [];
  return parts.filter((part) => part.trim()).map(person);
}
