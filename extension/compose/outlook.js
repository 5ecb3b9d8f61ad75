/**
 * Outlook on the web: new message and reply, on its four hosts.
 *
 * @typedef {import("./compose.js").Compose} Compose
 * @typedef {import("./compose.js").Draft} Draft
 */

import { Editable } from "../inline/editable.js";
import { ancestorWith, menuItem, oneEach, person, typeInto, watchFields } from "./compose.js";

// Roles, attributes and labels (English and Danish); generated class names change with every release.
// From several open extensions' sources, 2026.
const FACTS = {
  hosts: ["outlook.live.com", "outlook.office.com", "outlook.office365.com", "outlook.cloud.microsoft"],
  body: '[id^="editorParent_"] div[role="textbox"][contenteditable="true"], div[role="textbox"][contenteditable="true"][aria-label^="Message body"], div[role="textbox"][contenteditable="true"][aria-label^="Meddelelsestekst"]',
  subject: 'input[maxlength="255"]',
  leftOut: "#Signature, #appendonsend, #appendonsend ~ *, #divRplyFwdMsg, #divRplyFwdMsg ~ *, hr:has(+ #divRplyFwdMsg)",
  wells: { to: ["To", "Til"], cc: ["Cc"], bcc: ["Bcc"] },
  chip: "[data-lpc-hover-target-id], [title*='@'], [aria-label*='@']",
  send: ["Send"],
  menuItem: 'button, [role="menuitem"]',
  schedule: /schedule send|send later|planlæg afsendelse|send senere/i,
  readReceipt: /request a read receipt|anmod om (?:en )?læsekvittering/i,
  deliveryReceipt: /request a delivery receipt|anmod om (?:en )?leveringskvittering/i,
};

export const outlook = {
  name: "Outlook",
  /** @param {Location} location */
  matches: (location) => FACTS.hosts.includes(location.hostname),
  /** @param {Document} document */
  find: (document) =>
    [...document.querySelectorAll(FACTS.body)].flatMap((body) => {
      const root = ancestorWith(body, sendSelector());
      return root ? [compose(/** @type {HTMLElement} */ (body), root)] : [];
    }),
};

function sendSelector() {
  return FACTS.send.flatMap((label) => [`button[aria-label="${label}"]`, `button[title^="${label}"]`]).join(", ");
}

/**
 * @param {HTMLElement} body
 * @param {HTMLElement} root
 * @returns {Compose}
 */
function compose(body, root) {
  /** The options' dialog is open only at times; what was seen there is remembered. */
  const receipts = { read: /** @type {boolean | null} */ (null), delivery: /** @type {boolean | null} */ (null) };
  const subject = () => /** @type {HTMLInputElement | null} */ (root.querySelector(FACTS.subject));

  /** @returns {Record<string, unknown> & Draft} */
  const draft = () => ({
    subject: subject()?.value,
    to: recipients(root, FACTS.wells.to),
    cc: recipients(root, FACTS.wells.cc) ?? [],
    bcc: recipients(root, FACTS.wells.bcc) ?? [],
    read_receipt: receipts.read,
    delivery_receipt: receipts.delivery,
  });

  return {
    root,
    surface: new Editable(body, FACTS.leftOut),
    draft,
    edit: (edit) => {
      if (edit.field === "subject") typeInto(subject(), edit);
    },
    perform: (command) => {
      const wanted = command === "turn-off-read-receipt" ? FACTS.readReceipt : FACTS.deliveryReceipt;
      const box = receiptBox(root.ownerDocument, wanted);
      if (!box) return; // the options are closed: what can't be seen is not called off
      if (box.checked) box.click();
      if (command === "turn-off-read-receipt") receipts.read = false;
      else if (command === "turn-off-delivery-receipt") receipts.delivery = false;
    },
    separateDrafts: () =>
      oneEach(draft(), ({ email }, line) => {
        const query = new URLSearchParams({ to: email, subject: line });
        return `${root.ownerDocument.location.origin}/mail/deeplink/compose?${query}`;
      }),
    watch: (changed, signal) => {
      watchFields(root, body, changed, signal);
      root.ownerDocument.addEventListener(
        "change",
        () => {
          receipts.read = receiptBox(root.ownerDocument, FACTS.readReceipt)?.checked ?? receipts.read;
          receipts.delivery = receiptBox(root.ownerDocument, FACTS.deliveryReceipt)?.checked ?? receipts.delivery;
          changed();
        },
        { signal, capture: true },
      );
    },
    sendButton: (target) =>
      target instanceof Element && root.contains(target)
        ? /** @type {HTMLElement | null} */ (target.closest(sendSelector()))
        : menuItem(root, target, (item) => item.matches(FACTS.menuItem) && FACTS.schedule.test(item.textContent ?? "")),
    send: () => /** @type {HTMLElement | null} */ (root.querySelector(sendSelector())),
  };
}

/**
 * @param {Document} document
 * @param {RegExp} label
 */
function receiptBox(document, label) {
  return /** @type {HTMLInputElement | undefined} */ (
    [...document.querySelectorAll('input[type="checkbox"]')].find((box) => {
      const input = /** @type {HTMLInputElement} */ (box);
      const texts = [...(input.labels ?? [])].map((one) => one.textContent ?? "");
      return label.test([input.ariaLabel ?? "", ...texts].join(" "));
    })
  );
}

/**
 * The recipients in a well, or undefined where there is no such well. A chip that shows a name alone
 * leaves the address unknown.
 * @param {HTMLElement} root
 * @param {string[]} labels
 */
function recipients(root, labels) {
  const well = labels
    .map((label) => root.querySelector(`[contenteditable="true"][aria-label="${label}"], [role="textbox"][aria-label="${label}"]`))
    .find(Boolean);
  if (!well) return undefined;
  const seen = new Set();
  return [...well.querySelectorAll(FACTS.chip)].flatMap((chip) => {
    const text = [chip.getAttribute("title"), chip.getAttribute("aria-label"), chip.textContent].find((one) =>
      one?.includes("@"),
    );
    const found = text ? person(text) : { name: chip.textContent?.trim() ?? "", email: "" };
    const shown = chip.textContent?.trim() ?? "";
    const one = { name: found.name || (shown.includes("@") ? "" : shown), email: found.email };
    const key = one.email || one.name;
    if (!key || seen.has(key)) return [];
    seen.add(key);
    return [one];
  });
}
