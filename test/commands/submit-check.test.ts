/** Submissions against their sample, byte by byte; what each defect should be called follows from how it was made. */
import t, { type Test } from 'tap';
import type { Io } from '../../src/commands/io.ts';
import { submitCheckCommand } from '../../src/commands/submit-check.ts';

const sample = 'fname,summary\nt_1,요약\nt_2,요약\nt_3,요약\n';
const sound = 'fname,summary\nt_1,"둘은, 만난다"\nt_2,"표를\r\n묻는다"\nt_3,인사한다\n';

const check = async (t: Test, file: string | Buffer, like: string | Buffer = sample, previous?: string) => {
  const cwd = t.testdir({
    'file.csv': file,
    'sample.csv': like,
    ...(previous ? { 'previous.csv': previous } : {}),
  });
  let out = '';
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: () => {},
    env: {},
    cwd,
    isTerminal: false,
    now: () => 0,
  };
  const args = { file: 'file.csv', sample: 'sample.csv', ...(previous ? { previous: 'previous.csv' } : {}) };
  const code = await submitCheckCommand({ ...args, json: true }, io);
  const report = JSON.parse(out);
  out = '';
  await submitCheckCommand(args, io);
  return { code, text: out, ...report, kinds: report.problems.map(({ kind }: { kind: string }) => kind) };
};

t.test('a file that is written as its sample conforms, whatever the texts', async (t) => {
  const { code, text, rows } = await check(t, sound);
  t.equal(code, 0, text);
  t.equal(rows, 3);
  t.match(text, 'file.csv: 3 rows, written as sample.csv is.');
});

t.test('every defect is told by its kind, with its line', async (t) => {
  const defects: readonly (readonly [string, string | Buffer, readonly string[], string])[] = [
    ['another name', sound.replace('fname', 'id'), ['columns'], 'file.csv:1: columns are "id", "summary"'],
    ['columns moved', 'summary,fname\na,t_1\nb,t_2\nc,t_3\n', ['columns'], 'in this order'],
    [
      'an index more',
      ',fname,summary\n0,t_1,a\n1,t_2,b\n2,t_3,c\n',
      ['columns'],
      'the sample has "fname", "summary"',
    ],
    ['a row lost', sound.replace('t_3,인사한다\n', ''), ['ids'], '1 ids of the sample are missing: t_3'],
    ['a row twice', `${sound}t_1,x\n`, ['ids'], '1 ids are there more than once: t_1'],
    ['a strange id', sound.replace('t_3', 't_9'), ['ids', 'ids'], 'are not in the sample: t_9'],
    [
      'rows moved',
      'fname,summary\nt_2,a\nt_1,b\nt_3,c\n',
      ['order'],
      'file.csv:2: the ids are in another order',
    ],
    ['an empty summary', sound.replace('인사한다', ''), ['empty'], 'file.csv:5: 1 summaries are empty'],
    ['a field too many', sound.replace('인사한다', '인사한다,x'), ['rows'], 'file.csv:5: a row has 3 fields'],
    ['a byte order mark', `\ufeff${sound}`, ['encoding'], 'UTF-8 with a byte order mark'],
    ['CP949', cp949(sound), ['encoding'], 'CP949, the sample has UTF-8'],
    ['CR LF', sound.replaceAll(/(?<!\r)\n/g, '\r\n'), ['newlines'], 'CR LF at the end of rows'],
    ['no last break', sound.trimEnd(), ['newlines'], 'no line break after the last row'],
    [
      'all quoted',
      '"fname","summary"\n"t_1","a"\n"t_2","b"\n"t_3","c"\n',
      ['quoting'],
      'quotes around all fields',
    ],
  ];
  for (const [what, file, kinds, text] of defects) {
    const found = await check(t, file);
    t.equal(found.code, 100, what);
    t.strictSame(found.kinds, kinds, what);
    t.match(found.text, text, what);
  }
});

t.test('the sample sets the rule, whatever it is', async (t) => {
  const quoted = '\ufeff"fname","summary"\r\n"t_1","a"\r\n"t_2","b"\r\n"t_3","c"';
  t.equal((await check(t, quoted.replaceAll('"b"', '"다른 요약"'), quoted)).code, 0);
  t.strictSame((await check(t, sound, quoted)).kinds, ['encoding', 'newlines', 'newlines', 'quoting']);
});

t.test('the difference to the last submission is shown', async (t) => {
  const { code, text, difference } = await check(
    t,
    sound,
    sample,
    sound.replace('인사한다', '인사를 나눈다').replace('t_2', 't_8'),
  );
  t.equal(code, 0);
  t.match(difference, {
    common: 2,
    changed: [{ id: 't_3', before: '인사를 나눈다', now: '인사한다' }],
    added: ['t_2'],
    removed: ['t_8'],
    meanLength: { before: 7, now: 5.5 },
  });
  t.match(text, '1 of 2 summaries changed');
});

t.test('what is no CSV is an input error', async (t) => {
  await t.rejects(check(t, 'fname,summary\nt_1,"a\n'), { code: 'input-format' });
  await t.rejects(check(t, ''), { code: 'input-empty' });
});

/** The Korean of `text` in CP949; two bytes a syllable, from the table that decodes them. */
function cp949(text: string): Buffer {
  const decoder = new TextDecoder('euc-kr');
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0xb0; lead <= 0xc8; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++)
      table.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Buffer.from([...text].flatMap((char) => [...(table.get(char) ?? [char.charCodeAt(0)])]));
}
