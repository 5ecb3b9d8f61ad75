/**
 * The one part that talks to the service. Pages' content scripts ask it by message: their own calls
 * would carry the page's origin, which the service refuses.
 */

import { change, settings } from "./settings.js";

const PATIENCE = 8000;

/**
 * @typedef {{ok: true, content: any} | {ok: false, problem: "down" | "unpaired" | "refused", detail: string}} Answer
 */

/**
 * Call the service.
 * @param {string} path
 * @param {unknown} [data] What to post; without it this is a GET.
 * @returns {Promise<Answer>}
 */
async function call(path, data) {
  const { port, token } = await settings();
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: data === undefined ? "GET" : "POST",
      // Cookies know no ports: a webmail on this machine would send us its session.
      credentials: "omit",
      headers: {
        "Accept-Language": chrome.i18n.getUILanguage(),
        ...(data === undefined ? {} : { "Content-Type": "application/json" }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      ...(data === undefined ? {} : { body: JSON.stringify(data) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const content = answer.status === 204 ? null : await answer.json();
    if (answer.ok) return { ok: true, content };
    const problem = answer.status === 401 ? "unpaired" : "refused";
    return { ok: false, problem, detail: String(content?.detail ?? answer.status) };
  } catch (error) {
    return { ok: false, problem: "down", detail: String(error) };
  }
}

/** @type {Record<string, (message: any) => Promise<unknown>>} */
const ANSWERS = {
  async check({ draft }) {
    const { language, off, words } = await settings();
    return call("/v1/check", {
      ...draft,
      language,
      off: [...new Set([...off, ...draft.off])],
      words: [...new Set([...words, ...draft.words])],
    });
  },

  health: () => call("/health"),

  guidelines: () => call("/v1/guidelines"),

  showCode: () => call("/v1/pairings/code", {}),

  async pair({ code }) {
    const answer = await call("/v1/pairings", { code });
    if (answer.ok) await change({ token: answer.content.token });
    return answer;
  },

  async turnOff({ rule }) {
    const { off } = await settings();
    await change({ off: [...new Set([...off, rule])] });
  },

  async addWord({ word }) {
    const { words } = await settings();
    await change({ words: [...new Set([...words, word])] });
  },

  async open({ urls }) {
    for (const url of urls) await chrome.tabs.create({ url, active: false });
  },

  /** Work on another webmail's host from now on; the popup has asked for the permission. */
  async useSite({ origin }) {
    const id = `site-${origin}`;
    const { protocol, hostname } = new URL(origin); // match patterns know no ports
    await chrome.scripting.unregisterContentScripts({ ids: [id] }).catch(() => {});
    await chrome.scripting.registerContentScripts([
      { id, matches: [`${protocol}//${hostname}/*`], js: ["content.js"], runAt: "document_idle" },
    ]);
  },
};

chrome.runtime.onMessage.addListener((message, _sender, answer) => {
  const handle = ANSWERS[message?.type];
  if (!handle) return false;
  void handle(message).then(answer, (error) => answer({ ok: false, problem: "refused", detail: String(error) }));
  return true; // the answer comes later
});
