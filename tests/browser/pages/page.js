// What a webmail does on Send: the letter goes out as it stands in the editor.
window.sent = [];
const body = document.querySelector("[g_editable], .body");
const one = (selector) => document.querySelector(selector);
const send = () => window.sent.push(body.innerHTML);
one("[aria-label=Send]").addEventListener("click", send);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
  // Gmail's send button is no button element: it listens to the keys itself.
  else if (event.target.ariaLabel === "Send" && event.target.tagName === "DIV" && event.key === "Enter") send();
});
// Menus stand outside of the compose window, and are there only when they have been opened.
const toggle = (menu) => (menu.hidden = !menu.hidden);
one("[aria-label='More send options']")?.addEventListener("click", () => toggle(one("#later")));
one("[aria-label='More options']")?.addEventListener("click", () => toggle(one("#more")));
one("#later [role=menuitem]")?.addEventListener("click", () => window.sent.push(`later: ${body.innerHTML}`));
one("[role=menuitemcheckbox]")?.addEventListener("click", (event) =>
  event.target.setAttribute("aria-checked", `${event.target.getAttribute("aria-checked") !== "true"}`),
);
