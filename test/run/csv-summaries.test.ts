import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import t from 'tap';
import { isFormulaLike, summariesHead, summariesRow } from '../../src/run/csv-summaries.ts';

const format = { columns: ['fname', 'summary'], bom: false, csv_safe: false, newline: 'lf' } as const;

t.test('any text comes back from a CSV reader as it was', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }))),
        (rows) => {
          const file =
            summariesHead(format) + rows.map(([id, text]) => summariesRow(id, text, format)).join('');
          t.strictSame(parse(file), [['fname', 'summary'], ...rows]);
        },
      ),
      { numRuns: 200 },
    ),
  );
});

t.test('cells that a spreadsheet would run are disarmed only on request', async (t) => {
  for (const cell of ['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1']) {
    t.ok(isFormulaLike(cell), JSON.stringify(cell));
    t.strictSame(parse(summariesRow('a', cell, format)), [['a', cell]]);
    t.strictSame(parse(summariesRow('a', cell, { ...format, csv_safe: true })), [['a', `'${cell}`]]);
  }
  t.notOk(isFormulaLike('#Person1#은 …'));
});

t.test('a byte order mark comes first where asked for', async (t) => {
  t.equal(summariesHead({ ...format, bom: true }), '\ufefffname,summary\n');
});

t.test('rows end as on Windows where the config asks for it; breaks inside a text stay', async (t) => {
  const crlf = { ...format, newline: 'crlf' } as const;
  t.equal(summariesHead(crlf) + summariesRow('a', 'x\ny', crlf), 'fname,summary\r\na,"x\ny"\r\n');
});
