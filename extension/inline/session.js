/**
 * One letter being written: reads it, has it checked when the writer pauses, shows what was found.
 *
 * Only one check is under way at a time, the newest text wins, and an answer to a text that has moved
 * on is carried over to where its words are now, or dropped.
 *
 * @typedef {{title: string, edits?: {field: string, start: number, end: number, text: string}[], command?: string}} Fix
 * @typedef {{id: string, guideline: string, rule: string, severity: "error" | "warning" | "suggestion", message: string, why: string, field: string, start: number, end: number, text: string, fixes: Fix[]}} Warning
 * @typedef {{id: string, number: number, title: string, status: "met" | "missing" | "broken" | "unknown", summary: string}} GuidelineResult
 * @typedef {{language: string, is_thank_you_note: boolean, words: number, paragraphs: number, complete: boolean, guidelines: GuidelineResult[], warnings: Warning[]}} Report
 * @typedef {import("./editable.js").Editable | import("./field.js").Field} Surface
 * @typedef {object} Host What a session needs of the page it is in.
 * @property {() => Record<string, unknown>} draft What the page knows beside the body.
 * @property {(request: Record<string, unknown>) => Promise<Report>} check
 * @property {(command: string) => void} perform
 * @property {(edit: {field: string, start: number, end: number, text: string}) => void} edit
 *   Applies an edit to another field than the body.
 * @property {(key: string) => string} say A message in the interface's language.
 * @property {(kind: "rule" | "word" | "ignored", value: string) => void} [keep] Keeps a choice for later letters.
 * @property {(letter: {body: string, draft: Record<string, unknown>}) => void} [sent] Told when the letter went out.
 * @property {Record<"leaveMailAlone" | "leaveSiteAlone", () => void>} [silence]
 *   What the writer may choose to be left alone with, by the message that offers it.
 */

import { Card } from "./card.js";
import { Checklist } from "./checklist.js";
import { carryOver } from "./mapping.js";
import { Marks } from "./marks.js";

const PAUSE = 350;
const RETRY = 5000;
/** Milliseconds after which an answer that was not complete is asked for again, and how often. */
const COMPLETE = 600;
const PATIENCE = 10;

export class Session {
  /**
   * @param {Surface} surface
   * @param {Host} host
   */
  constructor(surface, host) {
    this.surface = surface;
    this.host = host;
    this.marks = new Marks(surface);
    this.card = new Card(this);
    this.checklist = new Checklist(this);
    /** @type {Report | null} */
    this.report = null;
    /** @type {Set<string>} Rules switched off. */
    this.off = new Set();
    /** @type {Set<string>} Warnings ignored in this letter. */
    this.ignored = new Set();
    /** @type {Set<string>} Words that are right. */
    this.words = new Set();
    this.checked = "";
    /** The text that the last check was of, answered or not. */
    this.asked = "";
    /** @type {Set<string>} Rules of which the next answer's first fix is applied, once. */
    this.once = new Set();
    /** Whether the writer wants this checked as a thank-you note, whatever it looks like. */
    this.called = false;
    this.busy = false;
    this.stale = true;
    this.patience = PATIENCE;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.noticing = undefined;
    /** @type {(() => void) | undefined} Called when something new is shown. */
    this.refreshed = undefined;
    this.closing = new AbortController();
    this.#listen();
    this.soon(0);
  }

  #listen() {
    const { signal } = this.closing;
    const root = this.surface.root;
    root.addEventListener("input", () => this.changed(), { signal });
    this.surface.observe(() => this.#noticed(), signal);
    root.addEventListener("click", (event) => this.#clicked(/** @type {MouseEvent} */ (event)), { signal });
    root.addEventListener("keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event)), { signal });
    const view = this.surface.document.defaultView;
    for (const name of ["scroll", "resize"]) {
      view?.addEventListener(name, () => this.moved(), { signal, capture: true, passive: true });
    }
  }

  /** The writer typed: marks follow at once, the check when there is a pause. */
  changed() {
    this.stale = true;
    this.patience = PATIENCE;
    this.card.close();
    this.soon(PAUSE);
  }

  /** The text may have been changed by the page: looked at when it rests, and after a check of what was typed. */
  #noticed() {
    clearTimeout(this.noticing);
    this.noticing = setTimeout(() => {
      const now = this.surface.read();
      if (now !== this.asked) this.changed();
      else if (now === this.checked && this.marks.lost) this.refresh();
    }, 2 * PAUSE);
  }

  /** Something beside the letter changed, a recipient or an option. */
  touched() {
    this.stale = true;
    this.soon(PAUSE);
  }

  /** @param {number} delay Milliseconds until the next check. */
  soon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.#check(), delay);
  }

  moved() {
    const mirror = /** @type {any} */ (this.surface).mirror;
    mirror?.place();
    this.checklist.place();
    this.card.place();
  }

  async #check() {
    if (this.busy || this.closing.signal.aborted) return;
    this.busy = true;
    this.stale = false;
    const body = this.surface.read();
    this.asked = body;
    try {
      const report = await this.host.check({
        ...this.host.draft(),
        body,
        off: [...this.off],
        words: [...this.words],
        ...(this.called ? { is_thank_you_note: true } : {}),
      });
      if (!this.closing.signal.aborted) this.#show(report, body);
    } catch (error) {
      if (body.trim()) this.checklist.failed(error instanceof Error ? error.message : String(error));
      this.soon(RETRY);
    } finally {
      this.busy = false;
      if (this.stale) this.soon(PAUSE);
    }
  }

  /**
   * @param {Report} report
   * @param {string} body The text that the report is of.
   */
  #show(report, body) {
    const now = this.surface.read();
    this.checked = now;
    this.report = { ...report, warnings: carryOver(report.warnings, body, now) };
    this.refresh();
    if (now !== body) this.stale = true;
    else if (this.once.size) this.#applyOnce();
    else if (!report.complete && this.patience-- > 0) this.soon(COMPLETE);
  }

  /** Show the report again, less what is ignored. */
  refresh() {
    const open = this.card.mark?.warning.id;
    this.marks.show(this.warnings);
    this.card.follow(this.marks.marks.find(({ warning }) => warning.id === open) ?? null);
    this.checklist.show(this.report);
    this.refreshed?.();
  }

  get warnings() {
    return (this.report?.warnings ?? []).filter((warning) => !this.ignored.has(warning.id));
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const mark = this.marks.at(event.clientX, event.clientY);
    if (mark) this.card.open(mark);
    else this.card.close();
  }

  /** Alt+Shift with an arrow walks the marks. @param {KeyboardEvent} event */
  #key(event) {
    if (!event.altKey || !event.shiftKey) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    event.stopPropagation();
    this.walk(event.key === "ArrowDown" ? 1 : -1);
  }

  /** Open the next mark's card, or the one before. @param {1 | -1} step */
  walk(step) {
    const marks = this.marks.marks;
    if (!marks.length) return;
    const from = this.card.mark?.warning.start ?? this.surface.caret;
    const next =
      step > 0
        ? marks.find(({ warning }) => warning.start > from) ?? marks[0]
        : marks.findLast(({ warning }) => warning.start < from) ?? marks.at(-1);
    if (next) this.card.open(next, true);
  }

  /**
   * Apply a fix, if the text it was made for is still there.
   * @param {Warning} warning
   * @param {Fix} fix
   */
  apply(warning, fix) {
    this.card.close();
    if (fix.command) this.host.perform(fix.command);
    const edits = fix.edits ?? [];
    const body = edits.filter((edit) => edit.field === "body");
    if (body.length && this.surface.read() !== this.checked) {
      this.soon(0); // the text moved on; the next answer has its own fix
      return;
    }
    for (const edit of edits.filter((one) => one.field !== "body")) this.host.edit(edit);
    if (body.length) this.surface.replace(body);
    this.stale = true;
    this.soon(0);
  }

  /** @param {Warning} warning */
  ignore(warning) {
    this.ignored.add(warning.id);
    this.host.keep?.("ignored", warning.id);
    this.card.close();
    this.refresh();
  }

  /** @param {string} rule */
  turnOff(rule) {
    this.off.add(rule);
    this.host.keep?.("rule", rule);
    this.card.close();
    this.soon(0);
  }

  /** A draft that was made for one of several greets its own reader. */
  greetOwnReader() {
    this.once = new Set(["wrong-person", "group-greeting"]);
    this.soon(0);
  }

  #applyOnce() {
    const warning = this.warnings.find(({ rule, fixes }) => this.once.has(rule) && fixes.length);
    this.once.clear();
    const [fix] = warning?.fixes ?? [];
    if (warning && fix) this.apply(warning, fix);
  }

  /** Check this mail as a thank-you note from now on. */
  callUp() {
    this.called = true;
    this.soon(0);
  }

  /** @param {string} word */
  addWord(word) {
    this.words.add(word);
    this.host.keep?.("word", word);
    this.card.close();
    this.soon(0);
  }

  close() {
    this.closing.abort();
    clearTimeout(this.timer);
    clearTimeout(this.noticing);
    this.marks.clear();
    this.card.remove();
    this.checklist.remove();
    /** @type {any} */ (this.surface).mirror?.remove();
  }
}
