/** The options: port, language, rules on and off, words that are right. */

import { change, settings } from "../settings.js";
import { translate } from "../translate.js";

/** @template {HTMLElement} Kind @param {string} id @returns {Kind} */
const by = (id) => /** @type {Kind} */ (document.getElementById(id));

let messages = await translate(document);
const kept = await settings();
const port = /** @type {HTMLInputElement} */ (by("port"));
const spoken = /** @type {HTMLSelectElement} */ (by("interface"));
const language = /** @type {HTMLSelectElement} */ (by("language"));
const words = /** @type {HTMLTextAreaElement} */ (by("words"));
port.value = `${kept.port}`;
spoken.value = kept.interface;
language.value = kept.language;
words.value = kept.words.join("\n");

port.addEventListener("change", () => {
  if (port.checkValidity() && port.value) void save({ port: Number(port.value) });
});
spoken.addEventListener("change", async () => {
  await change({ interface: spoken.value });
  messages = await translate(document);
  await showRules();
  by("saved").textContent = messages["saved"] ?? "";
});
language.addEventListener("change", () => save({ language: language.value }));
words.addEventListener("input", () =>
  save({ words: words.value.split("\n").map((word) => word.trim()).filter(Boolean) }),
);

/** @param {Partial<import("../settings.js").Settings>} changes */
async function save(changes) {
  await change(changes);
  by("saved").textContent = messages["saved"] ?? "";
}

await showRules();

/** The rules come from the service, in the interface's language. */
async function showRules() {
  const answer = await chrome.runtime.sendMessage({ type: "guidelines" });
  const { off } = await settings();
  if (answer.ok) by("rules").replaceChildren(...answer.content.map((/** @type {Guideline} */ one) => group(one, off)));
  else by("rules-hint").textContent = messages["rulesUnknown"] ?? "";
}

/**
 * @typedef {{number: number, title: string, rules: {id: string, title: string, why: string}[]}} Guideline
 * @param {Guideline} guideline
 * @param {string[]} off Rules switched off.
 */
function group({ number, title, rules }, off) {
  const set = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = `${number}. ${title}`;
  set.append(
    legend,
    ...rules.map((rule) => {
      const label = document.createElement("label");
      label.className = "switch";
      label.title = rule.why;
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = !off.includes(rule.id);
      box.addEventListener("change", () => toggle(rule.id, box.checked));
      label.append(box, ` ${rule.title}`);
      return label;
    }),
  );
  return set;
}

/**
 * @param {string} rule
 * @param {boolean} on
 */
async function toggle(rule, on) {
  const { off } = await settings();
  const others = off.filter((one) => one !== rule);
  await save({ off: on ? others : [...others, rule] });
}
