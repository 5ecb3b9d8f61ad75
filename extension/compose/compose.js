/**
 * What an adapter gives of a letter being written in its webmail. What it can't see is `undefined` or
 * `null` (unknown), never a guess.
 *
 * @typedef {{name: string, email: string}} Person
 * @typedef {object} Draft
 * @property {string} [subject]
 * @property {Person[]} [to]
 * @property {Person[]} [cc]
 * @property {Person[]} [bcc]
 * @property {Person} [from]
 * @property {boolean | null} [read_receipt]
 * @property {boolean | null} [delivery_receipt]
 * @property {string | null} [send_at]
 * @property {number | null} [attachments]
 * @typedef {object} Compose
 * @property {import("../inline/session.js").Surface} surface
 * @property {() => Record<string, unknown> & Draft} draft
 * @property {(edit: {field: string, start: number, end: number, text: string}) => void} edit
 * @property {(command: string) => void} perform
 * @property {() => string[]} separateDrafts Addresses that open one draft for each recipient.
 * @property {(changed: () => void, signal: AbortSignal) => void} watch
 *   Tells when something other than the body changed.
 * @property {(target: EventTarget | null) => HTMLElement | null} sendButton
 *   The button that an event's target is in, if it sends this letter, now or at a later time.
 * @property {HTMLElement} root The compose window.
 * @property {() => HTMLElement | null} send The send button itself.
 * @typedef {object} Adapter
 * @property {string} name
 * @property {(location: Location, document: Document) => boolean} matches
 * @property {(document: Document) => Compose[]} find
 */

/**
 * The nearest ancestor that holds what a selector matches, or null.
 * @param {Element} element
 * @param {string} selector
 */
export function ancestorWith(element, selector) {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at.querySelector(selector)) return at;
  }
  return null;
}

/**
 * A person from "Keith Smooth <keith@example.com>" or a bare address (RFC 5322, 3.4).
 * @param {string} text
 * @returns {Person}
 */
export function person(text) {
  const named = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(text);
  if (named) return { name: named[1] ?? "", email: named[2] ?? "" };
  return text.includes("@") ? { name: "", email: text.trim() } : { name: text.trim(), email: "" };
}

/** A person as a mail's header writes one (RFC 5322, 3.4). @param {Person} recipient */
export function mailbox({ name, email }) {
  return name ? `"${name.replaceAll(/["\\]/g, "")}" <${email}>` : email;
}

/**
 * Change a stretch of an input as typing does, so that its page notices and undo takes it back.
 * @param {HTMLInputElement | null} input
 * @param {{start: number, end: number, text: string}} edit
 */
export function typeInto(input, { start, end, text }) {
  if (!input) return;
  input.focus();
  input.setSelectionRange(Math.min(start, input.value.length), Math.min(end, input.value.length));
  input.ownerDocument.execCommand("insertText", false, text);
}

/** The compose window used last: a webmail's menus and dialogs stand outside of the windows they belong to. */
/** @type {HTMLElement | null} */
let lastUsed = null;

/**
 * The item of an open menu that an event's target is in, if the menu is of this compose window.
 * @param {HTMLElement} root
 * @param {EventTarget | null} target
 * @param {(element: HTMLElement) => boolean} isItem
 */
export function menuItem(root, target, isItem) {
  if (lastUsed !== root) return null;
  for (let at = target instanceof HTMLElement ? target : null; at; at = at.parentElement) {
    if (isItem(at)) return at;
  }
  return null;
}

/** @param {HTMLElement} root */
export const isLastUsed = (root) => lastUsed === root;

/**
 * Tell when something in a compose window changed, the body apart.
 * @param {HTMLElement} root
 * @param {HTMLElement} body
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function watchFields(root, body, changed, signal) {
  root.addEventListener("input", (event) => event.target !== body && changed(), { signal });
  root.addEventListener("focusout", changed, { signal });
  for (const name of ["pointerdown", "keydown", "focusin"]) {
    root.addEventListener(name, () => (lastUsed = root), { signal, capture: true });
  }
}

/**
 * Addresses that open a compose window for each recipient.
 * @param {Draft} draft
 * @param {(recipient: Person, subject: string) => string} address
 */
export function oneEach(draft, address) {
  const people = [...(draft.to ?? []), ...(draft.cc ?? []), ...(draft.bcc ?? [])];
  return people.filter(({ email }) => email).map((recipient) => address(recipient, draft.subject ?? ""));
}
