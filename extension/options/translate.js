/** Fills a page's texts in, in the browser's language. @param {Document} document */
export function translate(document) {
  document.documentElement.lang = chrome.i18n.getUILanguage();
  for (const element of document.querySelectorAll("[data-message]")) {
    element.textContent = chrome.i18n.getMessage(element.getAttribute("data-message") ?? "");
  }
}
