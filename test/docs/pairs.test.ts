import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { findingCodes } from '../../src/preferences/check/codes.ts';
import { pairFormats } from '../../src/preferences/formats/index.ts';
import { pageTest } from './page.ts';

pageTest('docs/pairs.md');

t.test('docs/pairs.md lists every format and every code of a finding', async (t) => {
  const page = await readFile(join(import.meta.dirname, '../../docs/pairs.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `([a-z0-9-]+)`/gm)].map(([, name]) => name ?? '');
  const known = [...Object.keys(pairFormats), ...Object.keys(findingCodes)];
  t.same(
    known.filter((name) => !listed.includes(name)),
    [],
  );
  for (const [code, about] of Object.entries(findingCodes))
    t.ok(page.includes(`| \`${code}\` | ${about} |`), code);
});
