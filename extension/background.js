/**
 * The one part that talks to the service. Pages' content scripts ask it by message: their own calls
 * would carry the page's origin, which the service refuses.
 */

import { change, settings } from "./settings.js";
import { interfaceLanguage, loadMessages } from "./translate.js";

const PATIENCE = 8000;

/**
 * @typedef {{ok: true, content: any} | {ok: false, problem: "down" | "unpaired" | "refused" | "stranger", detail: string}} Answer
 */

/**
 * Call the service.
 * @param {string} path
 * @param {unknown} [data] What to send; without it this is a GET.
 * @param {{method?: string, version?: number}} [how] Else this is a POST; `version` is of what is replaced.
 * @returns {Promise<Answer>}
 */
async function call(path, data, { method = "POST", version } = {}) {
  const { port, token } = await settings();
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: data === undefined ? "GET" : method,
      // Cookies know no ports: a webmail on this machine would send us its session.
      credentials: "omit",
      headers: {
        "Accept-Language": (await interfaceLanguage()) ?? "en",
        ...(data === undefined ? {} : { "Content-Type": "application/json" }),
        ...(version === undefined ? {} : { "If-Match": `"${version}"` }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      ...(data === undefined ? {} : { body: JSON.stringify(data) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const content = answer.status === 204 ? null : await answer.json().catch(() => undefined);
    if (content === undefined) return { ok: false, problem: "stranger", detail: "" };
    if (answer.ok) return { ok: true, content };
    const problem = answer.status === 401 ? "unpaired" : "refused";
    return { ok: false, problem, detail: String(content?.detail ?? answer.status) };
  } catch (error) {
    return { ok: false, problem: "down", detail: String(error) };
  }
}

/** @type {Record<string, (message: any, sender: chrome.runtime.MessageSender) => Promise<unknown>>} */
const ANSWERS = {
  async check({ draft }) {
    const { language, off, words } = await settings();
    const answer = await call("/v1/check", {
      ...draft,
      language,
      off: [...new Set([...off, ...draft.off])],
      words: [...new Set([...words, ...draft.words])],
    });
    if (answer.ok && !isReport(answer.content)) return { ok: false, problem: "stranger", detail: "" };
    return answer;
  },

  health: () => call("/health"),

  guidelines: () => call("/v1/guidelines"),

  messages: loadMessages,

  showCode: () => call("/v1/pairings/code", {}),

  async pair({ code }) {
    const answer = await call("/v1/pairings", { code });
    if (answer.ok) await change({ token: answer.content.token });
    return answer;
  },

  async turnOff({ value }) {
    const { off } = await settings();
    await change({ off: [...new Set([...off, value])] });
  },

  async addWord({ value }) {
    const { words } = await settings();
    await change({ words: [...new Set([...words, value])] });
  },

  /** The service remembers what is ignored: a letter is taken up again, perhaps in another browser. */
  async ignore({ value }) {
    const answer = await call("/v1/ignored");
    if (!answer.ok) return;
    const ignored = [...new Set([...answer.content.ignored, value])];
    await call("/v1/ignored", { ignored }, { method: "PUT" });
  },

  async silence({ host }) {
    const { silent } = await settings();
    await change({ silent: [...new Set([...silent, host])] });
  },

  /** Open drafts, each of which asks for the letter when it is there: a letter is no part of an address. */
  async open({ urls, letter }) {
    for (const url of urls) {
      const { id } = await chrome.tabs.create({ url, active: false });
      await chrome.storage.session.set({ [`letter-${id}`]: letter });
    }
  },

  async broughtLetter(_message, { tab }) {
    const key = `letter-${tab?.id}`;
    return (await chrome.storage.session.get(key))[key] ?? "";
  },

  letterArrived: (_message, { tab }) => chrome.storage.session.remove(`letter-${tab?.id}`),

  interviews: () => call("/v1/interviews"),

  addInterview: ({ interview }) => call("/v1/interviews", interview),

  importFile: ({ name, content }) => call("/v1/interviews/import", { name, content }),

  /** Remind of an interview no more. */
  dismiss({ interview }) {
    const { id, version, people, ...rest } = interview;
    const met = people.map((/** @type {any} */ { name, title, email }) => ({ name, title, email }));
    return call(`/v1/interviews/${id}`, { ...rest, people: met, dismissed: true }, { method: "PUT", version });
  },

  /** A mail went out. If it was a thank-you note, the service keeps to whom, and a fingerprint of it. */
  async sent({ draft, body, recipients }) {
    const checked = await call("/v1/check", { ...draft, body });
    if (!checked.ok || !checked.content?.is_thank_you_note) return;
    for (const recipient of recipients) await call("/v1/notes", { recipient, body });
    await remind();
  },

  /** Work on another webmail's host from now on; the popup has asked for the permission. */
  async useSite({ origin }) {
    const { sites } = await settings();
    await change({ sites: [...new Set([...sites, origin])] });
    await register(origin);
    await enter([pattern(origin)]);
  },
};

/** Whether an answer has the shape that the inline part reads; something else may sit on the port. @param {any} content */
function isReport(content) {
  return Array.isArray(content?.warnings) && Array.isArray(content?.guidelines);
}

/** What matches a site; patterns know no ports. @param {string} origin */
function pattern(origin) {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** @param {string} origin */
async function register(origin) {
  const id = `site-${origin}`;
  await chrome.scripting.unregisterContentScripts({ ids: [id] }).catch(() => {});
  await chrome.scripting.registerContentScripts([
    { id, matches: [pattern(origin)], js: ["content.js"], runAt: "document_idle" },
  ]);
}

/** Start in tabs that are open already. @param {string[]} patterns */
async function enter(patterns) {
  for (const { id } of await chrome.tabs.query({ url: patterns })) {
    if (id === undefined) continue;
    // A tab that shows an error page, or has gone meanwhile, can't be entered.
    await chrome.scripting.executeScript({ target: { tabId: id }, files: ["content.js"] }).catch(() => {});
  }
}

/** Tell once of each interview that somebody is still to be thanked for, or to be asked about. */
async function remind() {
  const answer = await call("/v1/notes/due");
  if (!answer.ok || !Array.isArray(answer.content)) return;
  const messages = await loadMessages();
  const told = /** @type {string[]} */ ((await chrome.storage.local.get({ told: [] }))["told"]);
  /** @type {Map<string, {kind: string, company: string, names: string[]}>} */
  const news = new Map();
  for (const { kind, interview_id, company, name, email } of answer.content) {
    const key = `${kind}-${interview_id}`;
    if (told.includes(key)) continue;
    /** @type {{kind: string, company: string, names: string[]}} */
    const one = news.get(key) ?? { kind, company, names: [] };
    one.names.push(name || email);
    news.set(key, one);
  }
  for (const [key, { kind, company, names }] of news) {
    const text = messages[kind === "thank" ? "thankToday" : "askToday"] ?? "";
    chrome.notifications.create(key, {
      type: "basic",
      iconUrl: chrome.runtime.getURL("icons/128.png"),
      title: company ? `Taknote: ${company}` : "Taknote",
      message: text.replace("#", names.join(", ")),
    });
  }
  // What was told stays told; what is no longer due is forgotten.
  const due = answer.content.map((/** @type {any} */ one) => `${one.kind}-${one.interview_id}`);
  for (const key of told) if (!due.includes(key)) void chrome.notifications.clear(key);
  await chrome.storage.local.set({ told: [...new Set(due)] });
}

chrome.alarms.create("due", { delayInMinutes: 1, periodInMinutes: 10 });
chrome.alarms.onAlarm.addListener(() => void remind());

/** After an install or an update: tabs that are open know nothing of it, and added sites are forgotten. */
chrome.runtime.onInstalled.addListener(async () => {
  const { sites } = await settings();
  for (const origin of sites) await register(origin).catch(() => {}); // the permission may be withdrawn
  const declared = chrome.runtime.getManifest().content_scripts?.flatMap(({ matches }) => matches ?? []) ?? [];
  await enter([...declared, ...sites.map(pattern)]);
});

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  const handle = ANSWERS[message?.type];
  if (!handle) return false;
  void handle(message, sender).then(answer, (error) =>
    answer({ ok: false, problem: "refused", detail: String(error) }),
  );
  return true; // the answer comes later
});
