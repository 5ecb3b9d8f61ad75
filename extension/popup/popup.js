/** The popup: whether the service answers, how to let this browser in, on and off. */

import { change, settings } from "../settings.js";
import { translate } from "../translate.js";
import { showInterviews, startInterviews } from "./interviews.js";
import { showLetters } from "./letters.js";

/** @template {HTMLElement} Kind @param {string} id @returns {Kind} */
const by = (id) => /** @type {Kind} */ (document.getElementById(id));
const WEBMAIL = /^https:\/\/(?:mail\.google\.com|outlook\.(?:live|office|office365)\.com|outlook\.cloud\.microsoft)$/;

const messages = await translate(document);

async function show() {
  const { port, token, on, silent } = await settings();
  const health = await chrome.runtime.sendMessage({ type: "health" });
  const known = health.ok && token ? (await chrome.runtime.sendMessage({ type: "guidelines" })).ok : false;
  const state = !health.ok ? "stateDown" : known ? "stateReady" : "stateUnpaired";
  by("state").textContent = messages[state] ?? state;
  by("state").className = state;
  by("start").hidden = health.ok;
  by("let-in").hidden = state !== "stateUnpaired" || !by("pairing").hidden;
  if (known) by("pairing").hidden = true;
  /** @type {HTMLInputElement} */ (by("on")).checked = on;
  /** @type {HTMLAnchorElement} */ (by("page")).href = `http://127.0.0.1:${port}/`;
  if (known) await showInterviews(messages);
  const tab = await currentTab();
  const site = tab ? siteOf(tab) : null;
  if (!tab?.id || !site) return;
  await showLetters(by("letters"), tab.id, messages);
  const used = WEBMAIL.test(site) || (await isRegistered(site));
  by("site-row").hidden = !used;
  by("use-here").hidden = used;
  /** @type {HTMLInputElement} */ (by("here")).checked = !silent.includes(new URL(site).host);
}

/** The tab that the popup was opened on; opened in a tab of its own, it may name the site. */
async function currentTab() {
  const named = new URLSearchParams(location.search).get("site");
  const [tab] = await chrome.tabs.query(named ? { url: `${named}/*` } : { active: true, currentWindow: true });
  return tab ?? (named ? { id: chrome.tabs.TAB_ID_NONE, url: named } : undefined);
}

/** @param {{url?: string}} tab */
function siteOf({ url }) {
  return url?.startsWith("http") ? new URL(url).origin : null;
}

async function currentSite() {
  const tab = await currentTab();
  return tab ? siteOf(tab) : null;
}

/** @param {string} site */
async function isRegistered(site) {
  const scripts = await chrome.scripting.getRegisteredContentScripts();
  return scripts.some(({ id }) => id === `site-${site}`);
}

by("let-in").addEventListener("click", async () => {
  by("let-in").hidden = true;
  by("pairing").hidden = false;
  by("code").focus();
  const answer = await chrome.runtime.sendMessage({ type: "showCode" });
  by("problem").textContent = answer.ok ? "" : answer.detail;
});

by("pairing").addEventListener("submit", async (event) => {
  event.preventDefault();
  const code = /** @type {HTMLInputElement} */ (by("code")).value;
  const answer = await chrome.runtime.sendMessage({ type: "pair", code });
  by("problem").textContent = answer.ok ? "" : answer.detail;
  await show();
});

by("on").addEventListener("change", () => change({ on: /** @type {HTMLInputElement} */ (by("on")).checked }));

by("here").addEventListener("change", async () => {
  const site = await currentSite();
  if (!site) return;
  const { host } = new URL(site);
  const { silent } = await settings();
  const others = silent.filter((one) => one !== host);
  await change({ silent: /** @type {HTMLInputElement} */ (by("here")).checked ? others : [...others, host] });
});

by("use-here").addEventListener("click", async () => {
  const site = await currentSite();
  if (!site || !(await chrome.permissions.request({ origins: [`${new URL(site).protocol}//${new URL(site).hostname}/*`] }))) return;
  await chrome.runtime.sendMessage({ type: "useSite", origin: site });
  await show();
});

startInterviews(messages);
await show();
