import { readFileSync } from 'node:fs';
import t from 'tap';

const { pageBundle } = (await import('../../scripts/build-page.mjs' as string)) as { pageBundle(): string };

t.test('the page’s script and style are those of src/report/page', async (t) => {
  const written = readFileSync(new URL('../../src/report/page-bundle.ts', import.meta.url), 'utf8');
  t.ok(written === pageBundle(), 'run npm run build:page');
});

t.test('neither can end its element, and the script needs no evaluation', async (t) => {
  const { pageScript, pageStyle } = await import('../../src/report/page-bundle.ts');
  t.notMatch(pageScript + pageStyle, /<\/|<!--/);
  t.notMatch(pageScript, /\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  t.notMatch(pageStyle, /url\(|@import/);
});
