import type { BackTest, BackTestPart, ItemProblem } from '#central/process/index.ts';

/** Columns of different widths, the first one to the left, the others to the right. Chinese characters are two wide. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String));
  const widths = (texts[0] ?? []).map((_cell, column) => Math.max(...texts.map((row) => widthOf(row[column] ?? ''))));
  const lines = texts.map((row) =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
        return column === 0 ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + (/[⺀-鿿豈-﫿︰-﹏＀-｠]/.test(char) ? 2 : 1), 0);
}

export function problemWords(problems: readonly ItemProblem[]): string {
  return problems.map(({ path, text, code }) => `  ${path}\n    ${text} [${code}]\n`).join('');
}

/** Who would have been proposed, in numbers, and how that differs from the live version. */
export function backTestWords(name: string, test: BackTest): string {
  const against = test.against === undefined ? 'nothing is live yet' : `against version ${test.against}, which is live`;
  const row = (label: string, { looked, proposed, held, diff }: BackTestPart): (string | number)[] => [
    label,
    looked,
    proposed,
    held,
    diff.fresh,
    diff.gone,
    diff.changed,
    diff.same,
  ];
  const counts = table([
    ['', 'looked at', 'proposed', 'held', 'new', 'gone', 'changed', 'same'],
    row(`events of ${test.days} days`, test.events),
    row('every party today', test.nightly),
  ]);
  const faults =
    test.faults === 0 ? '' : `The table failed for ${test.faults} parties (${test.faultCodes.join(', ')}): it stays a draft.\n`;
  return `Back-test of ${name}: ${against}\n\n${counts}${districtWords(test.nightly)}${sampleWords(test)}${faults}`;
}

function districtWords({ byDistrict, byReason }: BackTestPart): string {
  const districts = Object.entries(byDistrict).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (districts.length === 0) return '';
  const rows = districts.map(([district, { proposed, held }]) => [district, proposed, held]);
  const reasons = Object.entries(byReason).toSorted(([, a], [, b]) => b - a);
  return `\n${table([['district, today', 'proposed', 'held'], ...rows])}\n${table([['reason, today', 'parties'], ...reasons])}`;
}

function sampleWords({ events, nightly }: BackTest): string {
  const samples = [...events.samples, ...nightly.samples];
  if (samples.length === 0) return '';
  const lines = samples.slice(0, 12).map(({ is, district, partyClass, action, reason, rule, dueInDays, missing, before }) => {
    const was = before ? ` (was ${before.action}, ${before.reason}, ${before.dueInDays} days)` : '';
    const why = missing.length > 0 ? `not known: ${missing.join(', ')}` : rule;
    return `  ${is.padEnd(8)}${district} ${partyClass}: ${action}, ${reason}, ${dueInDays} days${was}\n          ${why}\n`;
  });
  return `\nFor example\n${lines.join('')}`;
}
