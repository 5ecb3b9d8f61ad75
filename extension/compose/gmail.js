/**
 * Gmail's compose windows: new, full screen, popped out, inline reply; several at once.
 *
 * @typedef {import("./compose.js").Compose} Compose
 * @typedef {import("./compose.js").Draft} Draft
 */

import { Editable } from "../inline/editable.js";
import { ancestorWith, isLastUsed, mailbox, menuItem, oneEach, person, typeInto, watchFields } from "./compose.js";

// Gmail's own names, the same in every interface language; from a maintained SDK's source, July 2026.
const FACTS = {
  body: '.Ap [g_editable="true"]',
  send: '.IZ .Up div > div[role="button"]:not(.Uo):not([aria-haspopup="true"])',
  subject: 'input[name="subjectbox"]',
  from: 'input[name="from"]',
  schedule: '[selector="scheduledSend"]',
  leftOut: ".gmail_quote, .gmail_quote_container, .gmail_signature, .gmail_signature_prefix",
  newRecipients: /** @param {string} field */ (field) => `.GS .anm[name="${field}"]`,
  newChip: '[role="option"][data-name], [data-hovercard-id]',
  oldRecipients: /** @param {string} field */ (field) => `textarea.vO[name="${field}"]`,
  oldChip: '.vR > input[type="hidden"]',
  menuItem: '[role="menuitemcheckbox"]',
  readReceipt: /read receipt|læsekvittering/i,
};

export const gmail = {
  name: "Gmail",
  /** @param {Location} location */
  matches: (location) => location.hostname === "mail.google.com",
  /** @param {Document} document */
  find: (document) =>
    [...document.querySelectorAll(FACTS.body)].flatMap((body) => {
      const root = ancestorWith(body, FACTS.send) ?? body.closest('[role="dialog"]');
      return root ? [compose(/** @type {HTMLElement} */ (body), /** @type {HTMLElement} */ (root))] : [];
    }),
};

/**
 * @param {HTMLElement} body
 * @param {HTMLElement} root
 * @returns {Compose}
 */
function compose(body, root) {
  /** Gmail shows this only while its menu is open; what was seen there is remembered. @type {boolean | null} */
  let readReceipt = null;
  const subject = () => /** @type {HTMLInputElement | null} */ (root.querySelector(FACTS.subject));
  const from = () => /** @type {HTMLInputElement | null} */ (root.querySelector(FACTS.from))?.value;

  /** @returns {Record<string, unknown> & Draft} */
  const draft = () => ({
    subject: subject()?.value,
    to: recipients(root, "to"),
    cc: recipients(root, "cc") ?? [],
    bcc: recipients(root, "bcc") ?? [],
    ...(from() ? { from: person(from() ?? "") } : {}),
    read_receipt: readReceipt,
    delivery_receipt: false, // Gmail has none
  });

  return {
    root,
    surface: new Editable(body, FACTS.leftOut),
    draft,
    edit: (edit) => {
      if (edit.field === "subject") typeInto(subject(), edit);
    },
    perform: (command) => {
      if (command !== "turn-off-read-receipt") return;
      const item = receiptItem(root.ownerDocument);
      if (!item) return; // the menu is closed: what can't be seen is not called off
      if (item.getAttribute("aria-checked") === "true") item.click();
      readReceipt = false;
    },
    separateDrafts: () =>
      oneEach(draft(), (recipient, line) => {
        const query = new URLSearchParams({ view: "cm", fs: "1", to: mailbox(recipient), su: line });
        const account = /^\/mail\/u\/\d+\//.exec(root.ownerDocument.location.pathname)?.[0] ?? "/mail/";
        return `https://mail.google.com${account}?${query}`;
      }),
    watch: (changed, signal) => {
      watchFields(root, body, changed, signal);
      root.ownerDocument.addEventListener(
        "click",
        () =>
          setTimeout(() => {
            const item = receiptItem(root.ownerDocument);
            if (!item || !isLastUsed(root)) return;
            readReceipt = item.getAttribute("aria-checked") === "true";
            changed();
          }),
        { signal, capture: true },
      );
    },
    sendButton: (target) =>
      target instanceof Element && root.contains(target)
        ? /** @type {HTMLElement | null} */ (target.closest(FACTS.send))
        : menuItem(root, target, (item) => item.matches(FACTS.schedule)),
    send: () => /** @type {HTMLElement | null} */ (root.querySelector(FACTS.send)),
  };
}

/** @param {Document} document */
function receiptItem(document) {
  return /** @type {HTMLElement | undefined} */ (
    [...document.querySelectorAll(FACTS.menuItem)].find((item) => FACTS.readReceipt.test(item.textContent ?? ""))
  );
}

/**
 * The recipients in a field, or undefined where this layout is unknown.
 * @param {HTMLElement} root
 * @param {string} field
 */
function recipients(root, field) {
  const container = root.querySelector(FACTS.newRecipients(field));
  if (container) {
    return [...container.querySelectorAll(FACTS.newChip)].map((chip) => ({
      name: named(chip.getAttribute("data-name") ?? ""),
      email: chip.getAttribute("data-hovercard-id") ?? "",
    }));
  }
  const input = root.querySelector(FACTS.oldRecipients(field));
  if (!input) return undefined;
  const row = ancestorWith(input, FACTS.oldChip);
  if (!row || row.querySelectorAll("textarea.vO").length > 1) return [];
  return [...row.querySelectorAll(FACTS.oldChip)].map((chip) => person(/** @type {HTMLInputElement} */ (chip).value));
}

/** A display name; Gmail repeats the address where there is none. @param {string} name */
function named(name) {
  return name.includes("@") ? "" : name;
}
