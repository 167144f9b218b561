import { writeFile } from 'node:fs/promises';
import t from 'tap';
import { byCodePoint, idOfFile } from '../../src/config/paths.ts';
import { load } from './stand-ins.ts';

t.test('an id is the file name without its extensions', async (t) => {
  const names = {
    'a/b.csv': 'b',
    'b.jsonl.gz': 'b',
    'B.CSV.GZ': 'B',
    'v1.2.csv': 'v1.2',
    '.csv': '.csv',
    x: 'x',
  };
  for (const [file, id] of Object.entries(names)) t.equal(idOfFile(file), id, file);
  t.equal(idOfFile('\u1112\u1161\u11ab.csv'), '한', 'names of some file systems are decomposed');
});

t.test('files of a pattern come by code point, the same everywhere', async (t) => {
  t.strictSame(['\u{1f600}', '\uffee', 'é', 'b', 'B', 'a10', 'a2'].sort(byCodePoint), [
    'B',
    'a10',
    'a2',
    'b',
    'é',
    '\uffee',
    '\u{1f600}',
  ]);
  const cwd = t.testdir({
    s: { 'b.csv': '', 'B.csv': '', 'a10.csv': '', 'a2.csv': '', '.hidden.csv': '', deep: { 'c.csv': '' } },
  });
  const idsOf = async (pattern: string) => {
    await writeFile(`${cwd}/ensemble.yaml`, `systems: ${JSON.stringify(pattern)}`);
    return (await load(cwd)).systems.map(({ id }) => id);
  };
  t.strictSame(await idsOf('s/*.csv'), ['B', 'a10', 'a2', 'b']);
  t.strictSame(await idsOf('s/**/*.csv'), ['B', 'a10', 'a2', 'b', 'c']);
  t.strictSame(await idsOf('s/{b,a2}.csv'), ['a2', 'b']);
  t.strictSame(await idsOf('./s/a?.csv'), ['a2']);
  t.strictSame(await idsOf(`${cwd}/s/a*.csv`), ['a10', 'a2']);
});

t.test('a file whose name looks like a pattern is that file', async (t) => {
  const cwd = t.testdir({ '[a].csv': '', 'a.csv': '', 'ensemble.yaml': 'systems: ["[a].csv"]' });
  t.strictSame(
    (await load(cwd)).systems.map(({ id }) => id),
    ['[a]'],
  );
});
