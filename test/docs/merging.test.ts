import { readFile } from 'node:fs/promises';
import t from 'tap';
import { guards } from '../../src/ensemble/merge/guards/index.ts';
import { pageTest } from './page.ts';

pageTest('docs/merging.md');

t.test('the table of guards is that of the code, in its order', async (t) => {
  const page = await readFile(new URL('../../docs/merging.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, name, refuses]) => ({
    name,
    refuses,
  }));
  t.strictSame(
    rows,
    guards.map(({ name, about }) => ({ name, refuses: about.replace(/^Refuses (.+)\.$/, '$1') })),
  );
});
