/** Finds the letters being written on a page, and starts a session for each. */

import { gmail } from "./compose/gmail.js";
import { outlook } from "./compose/outlook.js";
import { roundcube } from "./compose/roundcube.js";
import { Guard } from "./inline/guard.js";
import { Session } from "./inline/session.js";

/** To add a webmail is to add its adapter here. @type {import("./compose/compose.js").Adapter[]} */
const ADAPTERS = [gmail, outlook, roundcube];
const LOOK_AGAIN = 300;

/** @type {Map<Element, {session: Session, guard: Guard}>} */
const sessions = new Map();
let waiting = false;

/** @param {Record<string, unknown>} message */
const ask = (message) => chrome.runtime.sendMessage(message);

/** @param {string} key */
const say = (key) => chrome.i18n.getMessage(key) || key;

export function start() {
  const adapter = ADAPTERS.find(({ matches }) => matches(location, document));
  if (!adapter) return;
  const look = () => {
    waiting = false;
    void scan(adapter);
  };
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    setTimeout(look, LOOK_AGAIN);
  }).observe(document.documentElement, { childList: true, subtree: true });
  chrome.storage.onChanged.addListener(() => {
    for (const { session } of sessions.values()) session.soon(0);
    look();
  });
  look();
}

/** @param {import("./compose/compose.js").Adapter} adapter */
async function scan(adapter) {
  if (!chrome.runtime?.id) return closeAll(); // the extension was updated under us
  const { on = true, silent = [] } = await chrome.storage.local.get(["on", "silent"]);
  if (!on || /** @type {string[]} */ (silent).includes(location.host)) return closeAll();
  for (const [root, { session, guard }] of sessions) {
    if (root.isConnected) continue;
    guard.close();
    session.close();
    sessions.delete(root);
  }
  for (const compose of adapter.find(document)) {
    if (!sessions.has(compose.surface.root)) open(compose);
  }
}

function closeAll() {
  for (const { session, guard } of sessions.values()) {
    guard.close();
    session.close();
  }
  sessions.clear();
}

/** @param {import("./compose/compose.js").Compose} compose */
function open(compose) {
  const session = new Session(compose.surface, {
    draft: () => withoutUnknown(compose.draft()),
    check,
    edit: (edit) => compose.edit(edit),
    perform: (command) => perform(command, compose),
    say,
    keep: (kind, value) => void ask(kind === "rule" ? { type: "turnOff", rule: value } : { type: "addWord", word: value }),
  });
  compose.watch(() => session.touched(), session.closing.signal);
  sessions.set(compose.surface.root, { session, guard: new Guard(session, compose) });
}

/** What an adapter could not see is left out of the request. @param {Record<string, unknown>} draft */
function withoutUnknown(draft) {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

/** @param {Record<string, unknown>} draft */
async function check(draft) {
  if (!chrome.runtime?.id) throw new Error(say("reload"));
  const answer = await ask({ type: "check", draft });
  if (answer?.ok) return answer.content;
  throw new Error(answer?.problem === "refused" ? answer.detail : say(answer?.problem ?? "down"));
}

/**
 * @param {string} command
 * @param {import("./compose/compose.js").Compose} compose
 */
function perform(command, compose) {
  if (command === "one-draft-each") void ask({ type: "open", urls: compose.separateDrafts() });
  else compose.perform(command);
}
