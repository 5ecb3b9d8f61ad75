/**
 * The interface's messages, in the language that the writer chose, else in the browser's: the same
 * files that the browser reads itself, which can't be told to use another language than its own.
 *
 * @typedef {Record<string, string>} Messages
 */

import { settings } from "./settings.js";

const TRANSLATED = ["en", "da"];

/** The language that the interface speaks: the chosen one, or the browser's. */
export async function interfaceLanguage() {
  const { interface: chosen } = await settings();
  const language = chosen === "auto" ? chrome.i18n.getUILanguage() : chosen;
  return TRANSLATED.find((one) => language.toLowerCase().split("-")[0] === one) ?? TRANSLATED[0];
}

/** All messages by their keys. @returns {Promise<Messages>} */
export async function loadMessages() {
  const file = chrome.runtime.getURL(`_locales/${await interfaceLanguage()}/messages.json`);
  const entries = Object.entries(await (await fetch(file)).json());
  return Object.fromEntries(entries.map(([key, { message }]) => [key, message]));
}

/**
 * Fill a page's texts in.
 * @param {Document} document
 * @returns {Promise<Messages>}
 */
export async function translate(document) {
  const messages = await loadMessages();
  document.documentElement.lang = (await interfaceLanguage()) ?? "en";
  for (const element of document.querySelectorAll("[data-message]")) {
    element.textContent = messages[element.getAttribute("data-message") ?? ""] ?? "";
  }
  return messages;
}
