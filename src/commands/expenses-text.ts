/** What paid systems are likely to cost, as `hapui plan` shows it. */
import { usdText } from '../run/budget.ts';
import type { OwedAnswers } from '../run/forecast.ts';
import type { Expenses, Range } from '../types.ts';
import { renderTable } from './table.ts';

/** Owed answers of a paid system, and on which dialogues. */
interface Line extends OwedAnswers {
  readonly on: string;
  readonly expenses: Expenses;
}

/** What is there and what is not: dialogues, and of paid systems the single answers that the table counts. */
export const owedText = ({ system, found, owed, expenses }: OwedAnswers): string =>
  [
    `${system}: ${found} dialogues answered, ${owed} to be asked about`,
    ...(expenses && owed > 0 ? [`${expenses.owed} answers owed`] : []),
  ].join(', ');

/** The table, the sum and what the figures rest on; nothing where no system is paid. */
export const expensesLines = (parts: readonly (readonly [string, readonly OwedAnswers[]])[]): string[] => {
  const lines = parts.flatMap(([on, owed]) =>
    owed.flatMap((one): Line[] => (one.expenses ? [{ ...one, expenses: one.expenses, on }] : [])),
  );
  if (lines.length === 0) return [];
  return [
    '',
    'Paid systems, each figure low – expected – high:',
    table(lines),
    sumText(lines),
    ...[...new Set(lines.map(({ system }) => system))].flatMap((system) => notesOf(lines, system)),
  ];
};

const table = (lines: readonly Line[]): string =>
  renderTable(
    [
      { head: 'system' },
      { head: 'on' },
      { head: 'stored', align: 'right' },
      { head: 'owed', align: 'right' },
      { head: 'calls', align: 'right' },
      { head: 'tokens in', align: 'right' },
      { head: 'tokens out', align: 'right' },
      { head: 'USD', align: 'right' },
    ],
    lines.map(({ system, on, expenses }) => [
      system,
      on,
      String(expenses.stored),
      String(expenses.owed),
      rangeText(expenses.calls, String),
      rangeText(expenses.inputTokens, String),
      rangeText(expenses.outputTokens, String),
      expenses.usd ? rangeText(expenses.usd, usdText) : 'no prices',
    ]),
  );

const rangeText = ({ low, expected, high }: Range, text: (value: number) => string): string =>
  low === high ? text(low) : [low, expected, high].map(text).join(' – ');

const sumText = (lines: readonly Line[]): string => {
  const priced = lines.flatMap(({ expenses }) => expenses.usd ?? []);
  const without = [...new Set(lines.filter(({ expenses }) => !expenses.usd).map(({ system }) => system))];
  const sum = (side: keyof Range): number => priced.reduce((total, range) => total + range[side], 0);
  const stored = lines.reduce((total, { storedUsd }) => total + (storedUsd ?? 0), 0);
  const total = rangeText({ low: sum('low'), expected: sum('expected'), high: sum('high') }, usdText);
  return [
    ...(priced.length > 0 ? [`Cost: ${total} USD to come, ${usdText(stored)} USD for what is stored.`] : []),
    ...(without.length > 0
      ? [`The cost of ${without.join(', ')} is unknown: the config has no prices for it.`]
      : []),
  ].join(' ');
};

const notesOf = (lines: readonly Line[], id: string): string[] =>
  [...new Set(lines.filter(({ system }) => system === id).flatMap(({ expenses }) => expenses.notes))].map(
    (note) => `  ${id}: ${note}`,
  );

/** The same as data. */
export const owedJson = ({ expenses, storedUsd, ...owed }: OwedAnswers): object => ({
  ...owed,
  ...(expenses
    ? {
        expenses: {
          answers_stored: expenses.stored,
          answers_owed: expenses.owed,
          calls: expenses.calls,
          input_tokens: expenses.inputTokens,
          output_tokens: expenses.outputTokens,
          usd: expenses.usd ?? null,
          notes: expenses.notes,
        },
        stored_usd: storedUsd ?? null,
      }
    : {}),
});
