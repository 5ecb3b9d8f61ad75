/**
 * The letters that are being written in the tab that the popup was opened on, each with its checklist.
 *
 * @typedef {import("../inline/session.js").GuidelineResult} GuidelineResult
 * @typedef {{subject: string, guidelines: GuidelineResult[], warnings: number, leftAlone?: boolean}} Letter
 */

const SIGNS = { met: "✓", missing: "○", broken: "✗", unknown: "?" };

/**
 * Show the letters of a tab, or nothing where none is written.
 * @param {HTMLElement} place
 * @param {number} tab
 * @param {Record<string, string>} messages
 */
export async function showLetters(place, tab, messages) {
  /** @param {Record<string, unknown>} message */
  const ask = (message) => chrome.tabs.sendMessage(tab, message);
  /** @type {Letter[]} */
  const letters = await ask({ type: "letters" }).catch(() => []); // no webmail in this tab
  const again = async (/** @type {Record<string, unknown>} */ message) => {
    await ask(message);
    setTimeout(() => void showLetters(place, tab, messages), 600); // when it has been checked
  };
  place.replaceChildren(...(letters ?? []).map((letter, at) => section(letter, at, messages, again)));
}

/**
 * @param {Letter} letter
 * @param {number} at
 * @param {Record<string, string>} messages
 * @param {(message: Record<string, unknown>) => void} tell
 */
function section(letter, at, messages, tell) {
  const made = document.createElement("section");
  const title = document.createElement("h2");
  title.textContent = letter.subject || (messages["thisMail"] ?? "");
  made.append(title);
  const is_note = letter.guidelines.length > 0;
  if (is_note) made.append(checklist(letter.guidelines, messages));
  else {
    const state = document.createElement("p");
    state.textContent = messages[letter.leftAlone ? "leftAlone" : "noNote"] ?? "";
    made.append(state);
  }
  const choice = document.createElement("button");
  choice.type = "button";
  choice.className = "plain";
  const type = letter.leftAlone ? "watch" : is_note ? "leaveAlone" : "callUp";
  choice.textContent = messages[is_note ? "leaveMailAlone" : "callUp"] ?? "";
  choice.addEventListener("click", () => tell({ type, at }));
  made.append(choice);
  return made;
}

/**
 * @param {GuidelineResult[]} guidelines
 * @param {Record<string, string>} messages
 */
function checklist(guidelines, messages) {
  const list = document.createElement("ol");
  list.className = "guidelines";
  for (const { title, status, summary } of guidelines) {
    const item = document.createElement("li");
    const sign = document.createElement("span");
    sign.className = `sign ${status}`;
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", messages[status] ?? status);
    sign.textContent = SIGNS[status];
    item.append(sign, ` ${title}`);
    item.title = summary;
    list.append(item);
  }
  return list;
}
