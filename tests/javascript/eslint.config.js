import path from "node:path";
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    basePath: path.resolve(import.meta.dirname, "../.."),
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: "module",
      globals: { ...globals.browser, ...globals.webextensions },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-implied-eval": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text is text: use textContent." },
        { property: "outerHTML", message: "Text is text: use textContent." },
        { property: "insertAdjacentHTML", message: "Text is text: use textContent." },
      ],
    },
  },
];
