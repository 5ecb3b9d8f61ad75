/**
 * The interviews that are remembered: who was met and thanked, a short form for a new one, and files
 * dropped on the popup.
 *
 * @typedef {{name: string, title: string, email: string, thanked_at: string | null}} Met
 * @typedef {{id: string, version: number, company: string, role: string, held_at: string | null, dismissed: boolean, people: Met[]}} Interview
 */

/** @template {HTMLElement} Kind @param {string} id @returns {Kind} */
const by = (id) => /** @type {Kind} */ (document.getElementById(id));

/** @param {Record<string, unknown>} message */
const ask = (message) => chrome.runtime.sendMessage(message);

const MOST = 5;

/** @param {Record<string, string>} messages */
export async function showInterviews(messages) {
  const answer = await ask({ type: "interviews" });
  by("interviews").hidden = !answer.ok;
  if (!answer.ok) return;
  /** @type {Interview[]} */
  const all = answer.content;
  const shown = all.filter(({ dismissed }) => !dismissed).slice(0, MOST);
  by("interview-list").replaceChildren(...shown.map((one) => item(one, messages)));
}

/**
 * @param {Interview} interview
 * @param {Record<string, string>} messages
 */
function item(interview, messages) {
  const made = document.createElement("section");
  const title = document.createElement("h3");
  title.textContent = [interview.role, interview.company].filter(Boolean).join(", ") || (messages["interview"] ?? "");
  const when = document.createElement("p");
  when.textContent = interview.held_at ? new Date(interview.held_at).toLocaleString(document.documentElement.lang) : "";
  const people = document.createElement("ul");
  people.className = "guidelines";
  for (const { name, email, thanked_at } of interview.people) {
    const one = document.createElement("li");
    const sign = document.createElement("span");
    sign.className = `sign ${thanked_at ? "met" : "missing"}`;
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", messages[thanked_at ? "thanked" : "notThanked"] ?? "");
    sign.textContent = thanked_at ? "✓" : "○";
    one.append(sign, ` ${name || email}`);
    people.append(one);
  }
  made.append(title, when, people);
  if (interview.people.length && interview.people.every(({ thanked_at }) => thanked_at)) {
    const all = document.createElement("p");
    all.className = "stateReady";
    all.textContent = messages["allThanked"] ?? "";
    made.append(all);
  }
  const dismiss = document.createElement("button");
  dismiss.type = "button";
  dismiss.className = "plain";
  dismiss.textContent = messages["dismiss"] ?? "";
  dismiss.addEventListener("click", async () => {
    tell(await ask({ type: "dismiss", interview }), messages);
  });
  made.append(dismiss);
  return made;
}

/**
 * Show what became of a call, and the interviews as they are now.
 * @param {{ok: boolean, detail?: string}} answer
 * @param {Record<string, string>} messages
 */
function tell(answer, messages) {
  by("interview-problem").textContent = answer.ok ? "" : (answer.detail ?? "");
  void showInterviews(messages);
}

/** A person a line: "Keith Smooth <keith@example.com>", a name, or an address. @param {string} text */
function people(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const named = /^(.*?)\s*<([^<>]+)>$/.exec(line);
      if (named) return { name: named[1] ?? "", email: named[2] ?? "" };
      return line.includes("@") ? { email: line } : { name: line };
    });
}

/** @param {Record<string, string>} messages */
export function startInterviews(messages) {
  const form = /** @type {HTMLFormElement} */ (by("interview-form"));
  by("add-interview").addEventListener("click", () => {
    form.hidden = !form.hidden;
    if (!form.hidden) /** @type {HTMLElement} */ (form.elements[0]).focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    /** @param {string} name */
    const value = (name) => String(new FormData(form).get(name) ?? "").trim();
    const held = value("held_at");
    const question = value("question");
    const answer = await ask({
      type: "addInterview",
      interview: {
        company: value("company"),
        role: value("role"),
        ...(held ? { held_at: new Date(held).toISOString() } : {}),
        ...(value("hear_back_by") ? { hear_back_by: value("hear_back_by") } : {}),
        ...(question ? { questions: [question] } : {}),
        people: people(value("people")),
      },
    });
    if (answer.ok) {
      form.reset();
      form.hidden = true;
    }
    tell(answer, messages);
  });
  const file = /** @type {HTMLInputElement} */ (by("interview-file"));
  file.addEventListener("change", () => void take(file.files, messages));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    void take(event.dataTransfer?.files ?? null, messages);
  });
}

/**
 * @param {FileList | null} files
 * @param {Record<string, string>} messages
 */
async function take(files, messages) {
  for (const one of files ?? []) {
    tell(await ask({ type: "importFile", name: one.name, content: await one.text() }), messages);
  }
}
