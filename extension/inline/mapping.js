/**
 * Carries warnings over to a text that has moved on since it was checked.
 *
 * @typedef {import("./session.js").Warning} Warning
 */

/**
 * The warnings at their new positions; those whose own text has changed are left out, and so are
 * fixes that would edit behind the change, where their positions no longer hold.
 * @param {Warning[]} warnings
 * @param {string} before The text that was checked.
 * @param {string} after The text now.
 * @returns {Warning[]}
 */
export function carryOver(warnings, before, after) {
  if (before === after) return warnings;
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const moved = after.length - before.length;
  return warnings.flatMap((warning) => {
    if (warning.field !== "body" || warning.end <= head) {
      const holds = warning.fixes.filter((fix) =>
        (fix.edits ?? []).every((edit) => edit.field !== "body" || edit.end <= head),
      );
      return [{ ...warning, fixes: holds }];
    }
    if (warning.start < before.length - tail) return [];
    return [{ ...warning, start: warning.start + moved, end: warning.end + moved, fixes: [] }];
  });
}
