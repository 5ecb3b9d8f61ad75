/**
 * What the writer has set, kept in the browser's own storage.
 *
 * @typedef {object} Settings
 * @property {number} port The port that the service listens on.
 * @property {string} token What the pairing gave; empty before.
 * @property {string} interface The language that Taknote speaks, or "auto" for the browser's.
 * @property {string} language The language of notes, or "auto".
 * @property {string[]} off Rules switched off.
 * @property {string[]} words Words that are right.
 * @property {string[]} sites Origins of webmails that the writer added.
 * @property {string[]} silent Hosts where Taknote keeps quiet.
 * @property {boolean} on Whether Taknote works at all.
 */

/** @type {Settings} */
const DEFAULTS = {
  port: 8765,
  token: "",
  interface: "auto",
  language: "auto",
  off: [],
  words: [],
  sites: [],
  silent: [],
  on: true,
};

/** @returns {Promise<Settings>} */
export async function settings() {
  return chrome.storage.local.get(DEFAULTS);
}

/** @param {Partial<Settings>} changes */
export async function change(changes) {
  await chrome.storage.local.set(changes);
}
