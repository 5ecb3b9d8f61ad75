// A content script can't be a module; it imports one, which works under the strictest page policy.
// It may be put into a page twice, by the browser and after an update; the second finds the first.
if (!Object.hasOwn(globalThis, "taknote")) {
  Object.assign(globalThis, { taknote: import(chrome.runtime.getURL("main.js")).then(({ start }) => start()) });
}
