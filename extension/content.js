// A content script can't be a module; it imports one, which works under the strictest page policy.
void import(chrome.runtime.getURL("main.js")).then(({ start }) => start());
