// What a webmail does on Send: the letter goes out as it stands in the editor.
window.sent = [];
const body = document.querySelector("[g_editable], .body");
const send = () => window.sent.push(body.innerHTML);
document.querySelector("[aria-label=Send]").addEventListener("click", send);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
});
