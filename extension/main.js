/** Finds the letters being written on a page, and starts a session for each. */

import { gmail } from "./compose/gmail.js";
import { outlook } from "./compose/outlook.js";
import { roundcube } from "./compose/roundcube.js";
import { Guard } from "./inline/guard.js";
import { Session } from "./inline/session.js";

/**
 * @typedef {import("./compose/compose.js").Compose} Compose
 * @typedef {import("./compose/compose.js").Adapter} Adapter
 * @typedef {{session: Session, guard: Guard, compose: Compose}} Letter
 */

/** To add a webmail is to add its adapter here. @type {Adapter[]} */
const ADAPTERS = [gmail, outlook, roundcube];
const LOOK_AGAIN = 300;
/** Milliseconds after which a webmail has made its editor. */
const SETTLED = 3000;

const KEEP = { rule: "turnOff", word: "addWord", ignored: "ignore" };

/** Letters that are watched, by their editors. @type {Map<HTMLElement, Letter>} */
const letters = new Map();
/** Editors of letters that the writer wants left alone. @type {Set<HTMLElement>} */
const leftAlone = new Set();
/** @type {Record<string, string>} */
let messages = {};
let quiet = false;

/** @param {Record<string, unknown>} message */
const ask = (message) => chrome.runtime.sendMessage(message);

/** @param {string} key */
const say = (key) => messages[key] ?? key;

/** Whether the extension was updated or removed under us: nothing of it answers any more. */
const isOrphan = () => !chrome.runtime?.id;

export async function start() {
  const adapter = ADAPTERS.find(({ matches }) => matches(location, document));
  if (!adapter) return;
  await learn();
  let waiting = false;
  const look = () => {
    waiting = false;
    if (isOrphan()) {
      observer.disconnect();
      closeAll();
    } else scan(adapter);
  };
  const observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    setTimeout(look, LOOK_AGAIN);
  });
  observer.observe(document.documentElement, { childList: true, subtree: true });
  chrome.storage.onChanged.addListener(async () => {
    await learn();
    for (const { session } of letters.values()) session.soon(0);
    look();
  });
  chrome.runtime.onMessage.addListener((message, _sender, answer) => {
    const handle = ANSWERS[message?.type];
    if (handle) answer(handle(message));
    if (message?.type === "watch") look();
  });
  look();
}

/** What the writer has set, and the words to say it in. */
async function learn() {
  const { on = true, silent = [] } = await chrome.storage.local.get(["on", "silent"]);
  quiet = !on || /** @type {string[]} */ (silent).includes(location.host);
  messages = (await ask({ type: "messages" })) ?? messages;
}

/** @param {Adapter} adapter */
function scan(adapter) {
  if (quiet) return closeAll();
  const found = adapter.find(document);
  const inUse = new Set(found.map(({ surface }) => surface.root));
  for (const [root, letter] of letters) {
    if (!root.isConnected) letter.guard.left();
    // A webmail may hide an editor and put another one in its place.
    else if (inUse.has(root) || isShown(root) || letter.guard.leaving) continue;
    close(root, letter);
  }
  for (const compose of found) {
    const { root } = compose.surface;
    if (!letters.has(root) && !leftAlone.has(root)) open(compose);
  }
}

function closeAll() {
  for (const [root, letter] of letters) close(root, letter);
}

/**
 * @param {HTMLElement} root
 * @param {Letter} letter
 */
function close(root, { session, guard }) {
  guard.close();
  session.close();
  letters.delete(root);
}

/** @param {Compose} compose */
function open(compose) {
  const { root } = compose.surface;
  const session = new Session(compose.surface, {
    draft: () => withoutUnknown(compose.draft()),
    check,
    edit: (edit) => compose.edit(edit),
    perform: (command) => perform(command, compose),
    say,
    keep: (kind, value) => void ask({ type: KEEP[kind], value }),
    sent: ({ body, draft }) => void ask({ type: "sent", draft, body, recipients: addresses(draft) }),
    silence: {
      leaveMailAlone: () => leaveAlone(root),
      leaveSiteAlone: () => void ask({ type: "silence", host: location.host }),
    },
  });
  compose.watch(() => session.touched(), session.closing.signal);
  letters.set(root, { session, guard: new Guard(session, compose), compose });
  void bringLetter(compose, session);
}

/**
 * Put the letter in that this draft was opened for, one of several.
 * @param {Compose} compose
 * @param {Session} session
 */
async function bringLetter({ surface }, session) {
  if (surface.read().trim()) return;
  const text = await ask({ type: "broughtLetter" });
  if (!text || surface.read().trim()) return;
  surface.replace([{ start: 0, end: 0, text }]);
  session.greetOwnReader();
  // A webmail may still put another editor in this one's place; that one asks for the letter again.
  setTimeout(() => {
    if (isShown(surface.root) && surface.read().trim()) void ask({ type: "letterArrived" });
  }, SETTLED);
}

/** @param {HTMLElement} element */
function isShown(element) {
  return element.isConnected && element.getClientRects().length > 0;
}

/** @param {HTMLElement} root */
function leaveAlone(root) {
  const letter = letters.get(root);
  if (letter) close(root, letter);
  leftAlone.add(root);
}

/** What the popup asks of this page's letters. @type {Record<string, (message: any) => unknown>} */
const ANSWERS = {
  letters: () => {
    for (const root of leftAlone) if (!root.isConnected) leftAlone.delete(root);
    return [
      ...[...letters.values()].map(({ session, compose }) => ({
        subject: compose.draft().subject ?? "",
        guidelines: session.report?.is_thank_you_note ? session.report.guidelines : [],
        warnings: session.warnings.length,
      })),
      ...[...leftAlone].map(() => ({ subject: "", guidelines: [], warnings: 0, leftAlone: true })),
    ];
  },
  leaveAlone: ({ at }) => [...letters.keys()].slice(at, at + 1).forEach(leaveAlone),
  callUp: ({ at }) => [...letters.values()][at]?.session.callUp(),
  watch: () => leftAlone.clear(),
};

/** @param {Record<string, any>} draft */
function addresses({ to = [], cc = [], bcc = [] }) {
  return [...to, ...cc, ...bcc].map(({ email }) => email).filter(Boolean);
}

/** What an adapter could not see is left out of the request. @param {Record<string, unknown>} draft */
function withoutUnknown(draft) {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

/** @param {Record<string, unknown>} draft */
async function check(draft) {
  if (isOrphan()) throw new Error(say("reload"));
  const answer = await ask({ type: "check", draft });
  if (answer?.ok) return answer.content;
  throw new Error(answer?.problem === "refused" ? answer.detail : say(answer?.problem ?? "down"));
}

/**
 * @param {string} command
 * @param {Compose} compose
 */
function perform(command, compose) {
  if (command !== "one-draft-each") compose.perform(command);
  else void ask({ type: "open", urls: compose.separateDrafts(), letter: compose.surface.read() });
}
