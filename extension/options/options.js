/** The options: port, language, rules on and off, words that are right. */

import { change, settings } from "../settings.js";
import { translate } from "./translate.js";

/** @template {HTMLElement} Kind @param {string} id @returns {Kind} */
const by = (id) => /** @type {Kind} */ (document.getElementById(id));

translate(document);
const kept = await settings();
const port = /** @type {HTMLInputElement} */ (by("port"));
const language = /** @type {HTMLSelectElement} */ (by("language"));
const words = /** @type {HTMLTextAreaElement} */ (by("words"));
port.value = `${kept.port}`;
language.value = kept.language;
words.value = kept.words.join("\n");

port.addEventListener("change", () => {
  if (port.checkValidity() && port.value) void save({ port: Number(port.value) });
});
language.addEventListener("change", () => save({ language: language.value }));
words.addEventListener("input", () =>
  save({ words: words.value.split("\n").map((word) => word.trim()).filter(Boolean) }),
);

/** @param {Partial<import("../settings.js").Settings>} changes */
async function save(changes) {
  await change(changes);
  by("saved").textContent = chrome.i18n.getMessage("saved");
}

const answer = await chrome.runtime.sendMessage({ type: "guidelines" });
if (answer.ok) by("rules").append(...answer.content.map(group));
else by("rules-hint").textContent = chrome.i18n.getMessage("rulesUnknown");

/** @param {{number: number, title: string, rules: {id: string, title: string, why: string}[]}} guideline */
function group({ number, title, rules }) {
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
      box.checked = !kept.off.includes(rule.id);
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
