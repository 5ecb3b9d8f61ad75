/** The service's own page: the extension's inline modules on an editor of our own. */

import { Editable } from "/inline/editable.js";
import { Session } from "/inline/session.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("#draft"));
const letter = /** @type {HTMLElement} */ (document.querySelector("#letter"));
const language = document.documentElement.lang;
/** @type {Record<string, {message: string}>} */
const messages = await (await fetch(`/messages/${language}.json`)).json();

/** @type {Record<string, string[]>} */
const EXAMPLES = {
  en: [
    "Dear Kieth,",
    "Thank you for taking the time to meet with me this morning about the Marketing Manager position. I enjoyed hearing where Patrickson Hirsh is heading.",
    "My eight years in marketing have prepared me well for the launch you described.",
    "I would love to join your team. I will follow up soon.",
    "Kind regards,\nMaggie Bloom",
  ],
  da: [
    "Kære Kieth",
    "Tak for en god samtale i formiddags om stillingen som marketingchef. Det var spændende at høre, hvor Patrickson Hirsh er på vej hen.",
    "Mine otte år med marketing har rustet mig godt til den lancering, du beskrev.",
    "Jeg vil meget gerne være en del af jeres team. Jeg vender tilbage snart.",
    "Med venlig hilsen\nMaggie Bloom",
  ],
};

/** @param {string} name */
const value = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();

/** What the form tells beside the letter; what is left empty is not told. */
function draft() {
  const known = Object.entries({
    company: value("company"),
    role: value("role"),
    held_at: value("held_at"),
    hear_back_by: value("hear_back_by"),
  }).filter(([, text]) => text);
  const question = value("question");
  const to = { name: value("to_name"), email: value("to_email") };
  return {
    ...(to.name || to.email ? { to: [to] } : {}),
    ...(value("subject") ? { subject: value("subject") } : {}),
    ...(value("from_name") ? { from: { name: value("from_name") } } : {}),
    ...(known.length || question
      ? { interview: { ...Object.fromEntries(known), ...(question ? { questions: [question] } : {}) } }
      : {}),
  };
}

/** @param {Record<string, unknown>} request */
async function check(request) {
  const answer = await fetch("/v1/check", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  }).catch(() => null);
  if (!answer) throw new Error(say("down"));
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.detail);
  return content;
}

/** @param {string} key */
function say(key) {
  return messages[key]?.message ?? key;
}

const FIELDS = { subject: "subject", to: "to_email" };

/** @param {{field: string, start: number, end: number, text: string}} edit */
function edit({ field, start, end, text }) {
  const name = /** @type {Record<string, string>} */ (FIELDS)[field];
  if (!name) return;
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  input.setRangeText(text, Math.min(start, input.value.length), Math.min(end, input.value.length), "end");
}

document.execCommand("defaultParagraphSeparator", false, "p");
const session = new Session(new Editable(letter), { draft, check, perform: () => {}, edit, say });
for (const name of ["input", "change"]) {
  form.addEventListener(name, (event) => {
    if (event.target !== letter) session.touched();
  });
}
form.addEventListener("submit", (event) => event.preventDefault());

document.querySelector("#example")?.addEventListener("click", () => {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("to_email"));
  if (!input.value) input.value = "keith@patrickson-hirsch.com";
  letter.replaceChildren(
    ...(EXAMPLES[language] ?? []).map((text) => {
      const paragraph = document.createElement("p");
      text.split("\n").forEach((line, at) => paragraph.append(...(at ? [document.createElement("br")] : []), line));
      return paragraph;
    }),
  );
  letter.focus();
  session.changed();
});
