import t from 'tap';
import { needsChromium, type Opened, startChromium } from './chromium.ts';
import { hostile } from './hostile.ts';
import { invent, pageOf } from './invented.ts';

const texts = [
  ['민수는 내일 세 시에 회의를 한다', '민수는 내일 회의를 한다', '민수는 모레 네 시에 회의를 한다'],
  ['Ann buys 3 tickets for Bob', 'Ann buys 3 tickets', 'Ann sells 7 tickets to Carl'],
];

/** 150 dialogues, so that the list has more than it shows at first. */
const tame = (): string =>
  pageOf(invent({ dialogues: 150, text: (dialogue, system) => texts[dialogue % 2]![system]! }), {
    source: (dialogue) =>
      dialogue % 2 === 0
        ? {
            text: '#Person1#: 민수 씨, 내일 세 시 회의에 오세요?\n#Person2#: 네, 갑니다.',
            topic: '회의',
            references: ['민수는 회의에 간다.'],
          }
        : { text: 'Ann: 3 tickets, please. For Bob.\nClerk: Here you are.', references: [] },
  });

t.test('a report in Chromium', needsChromium, async (t) => {
  const open = await startChromium(t);

  t.test('the list grows, searches, filters and orders', async (t) => {
    const { page, incidents } = await open(tame());
    const rows = page.locator('#rows tr');
    const found = page.locator('#found');
    t.equal(await rows.count(), 100);
    await page.getByRole('button', { name: 'Show more' }).click();
    t.equal(await rows.count(), 150);
    t.equal(await found.textContent(), '150 dialogues');
    t.equal(await page.getByRole('button', { name: 'Show more' }).isVisible(), false);
    await page.getByLabel('Search').fill('tickets d11');
    await found.filter({ hasText: '6 of 150' }).waitFor();
    await page.getByLabel('Margin', { exact: true }).selectOption('0.1');
    await found.filter({ hasText: '1 of 150' }).waitFor();
    t.match(await rows.first().textContent(), 'd11', 'd111 and its like have a wider margin');
    await page.getByRole('button', { name: 'Clear' }).click();
    await found.filter({ hasText: /^150 dialogues$/ }).waitFor();
    await page.getByLabel('Chosen system').selectOption({ label: 'b' });
    await found.filter({ hasText: '0 of 150' }).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Order').selectOption('longest');
    await rows.first().filter({ hasText: 'Ann' }).waitFor();
    t.same(incidents, []);
  });

  t.test('a dialogue opens beside its candidates, marked', async (t) => {
    const { page, incidents } = await open(tame());
    await page.getByRole('button', { name: 'd1', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    t.equal(await page.locator('#compare-place').textContent(), '2 of 150');
    t.match(await dialog.locator('.source').textContent(), 'Ann 3 tickets, please.');
    t.equal(await dialog.locator('.chosen-text').textContent(), 'Ann buys 3 tickets for Bob');
    const texts = await dialog.locator('.candidate-text').allTextContents();
    t.same(texts, ['Ann buys 3 tickets for Bob', 'Ann buys 3 tickets', 'Ann sells 7 tickets to Carl']);
    t.same(await dialog.locator('.candidate').nth(2).locator('.fact').allTextContents(), ['7', 'Carl']);
    t.same(await dialog.locator('.candidate').nth(1).locator('mark').allTextContents(), [
      'Ann buys 3 tickets',
    ]);
    t.match(page.url(), /#dialogue=d1$/);
    await page.getByText('agreeing').click();
    t.match(await dialog.getAttribute('class'), 'no-agreement');
    await page.getByRole('button', { name: 'Next' }).click();
    t.match(
      await dialog.locator('.source').textContent(),
      /회의.*#Person1# 민수 씨, 내일 세 시 회의에 오세요\?.*Reference민수는 회의에 간다\./s,
    );
    t.same(incidents, []);
  });

  t.test('all of it works by keyboard', async (t) => {
    const { page, incidents } = await open(tame());
    const focused = () =>
      page.evaluate(
        () =>
          (globalThis as unknown as { document: { activeElement: { textContent: string } } }).document
            .activeElement.textContent,
      );
    await page.keyboard.press('/');
    await page.keyboard.type('d14');
    await page.locator('#found').filter({ hasText: '11 of 150' }).waitFor();
    await page.locator('#rows button').first().focus();
    await page.keyboard.press('ArrowDown');
    t.equal(await focused(), 'd140');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    t.equal(await page.locator('#compare-place').textContent(), '3 of 11');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    t.equal(await focused(), 'd141', 'back where one was');
    t.same(incidents, []);
  });

  t.test('a link leads to a dialogue, and a wrong one nowhere', async (t) => {
    const { page } = await open(tame(), { hash: 'dialogue=d42' });
    t.equal(await page.locator('#compare-title').textContent(), 'd42');
    const { page: other, incidents } = await open(tame(), { hash: 'dialogue=%E0%A4%A' });
    t.equal(await other.getByRole('dialog').isVisible(), false);
    t.same(incidents, []);
  });

  t.test('themes follow the system, and the button', async (t) => {
    const { page } = await open(tame(), { colorScheme: 'dark' });
    const ground = (): Promise<string> =>
      page
        .locator('body')
        .evaluate((body) => (globalThis as unknown as Styled).getComputedStyle(body).backgroundColor);
    t.equal(await ground(), 'rgb(20, 22, 26)');
    const button = page.getByRole('button', { name: /^Theme/ });
    await button.click();
    t.equal(await button.textContent(), 'Theme: light');
    t.equal(await ground(), 'rgb(246, 246, 243)');
  });

  for (const width of [390, 768, 1920])
    t.test(`nothing sticks out at ${width} pixels`, async (t) => {
      const { page } = await open(tame(), { width, hash: 'dialogue=d3' });
      const overflow = (selector: string): Promise<number> =>
        page.locator(selector).evaluate((element) => element.scrollWidth - element.clientWidth);
      t.equal(await overflow('html'), 0);
      t.equal(await overflow('#compare'), 0);
    });

  t.test('print shows the open comparison, or the whole page without its controls', async (t) => {
    const { page } = await open(tame(), { hash: 'dialogue=d3' });
    await page.emulateMedia({ media: 'print' });
    t.same(
      await Promise.all(['.chosen-text', 'main', '#previous'].map((each) => page.locator(each).isVisible())),
      [true, false, false],
    );
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: 'Close' }).click();
    await page.emulateMedia({ media: 'print' });
    t.same(await Promise.all(['main', '.filters', 'nav'].map((each) => page.locator(each).isVisible())), [
      true,
      false,
      false,
    ]);
  });

  t.test('2,000 dialogues of hostile texts run nothing and change nothing', async (t) => {
    const systems = [0, 1, 2, 3].map(hostile);
    const html = pageOf(
      invent({
        dialogues: 2000,
        systems,
        id: hostile,
        text: (n, system) => hostile(5 * n + system),
        manifest: { name: hostile(1) },
      }),
      { source: (n) => ({ text: hostile(n + 3), topic: hostile(n), references: [hostile(n + 1)] }) },
    );
    const { page, incidents } = await open(html, { hash: `dialogue=${encodeURIComponent(hostile(1))}` });
    t.equal(await page.locator('#compare-place').textContent(), '2 of 2000');
    const before = await contents({ page, incidents });
    await page.keyboard.press('Escape');
    await page.locator('#more').evaluate((more) => {
      const button = more as unknown as { hidden: boolean; click(): void };
      while (!button.hidden) button.click();
    });
    t.equal(await page.locator('#rows tr').count(), 2000);
    // Every shape in every place, by the page's own button.
    await page.locator('#rows button').first().click();
    await page.locator('#next').evaluate((next) => {
      for (let step = 0; step < 250; step++) (next as unknown as { click(): void }).click();
    });
    t.equal(await page.locator('#compare-place').textContent(), '251 of 2000');
    const after = await contents({ page, incidents });
    t.same(before.kinds, after.kinds, 'no new kinds of elements');
    t.equal(after.pwned, undefined);
    t.equal(after.scripts, 2);
    t.same(incidents, []);
  });
});

/** What the tests need of the browser's world, whose types they do not have. */
interface Styled {
  getComputedStyle(element: unknown): { readonly backgroundColor: string };
}

interface Contents {
  readonly kinds: readonly string[];
  readonly scripts: number;
  readonly pwned: unknown;
}

/** What stands on the page, and whether a text has run. */
const contents = ({ page }: Opened): Promise<Contents> =>
  page.evaluate(() => {
    const { document, pwned } = globalThis as unknown as {
      document: { querySelectorAll(selector: string): Iterable<{ localName: string }> & { length: number } };
      pwned: unknown;
    };
    const kinds = new Set([...document.querySelectorAll('body, body *')].map(({ localName }) => localName));
    return { kinds: [...kinds].sort(), scripts: document.querySelectorAll('script').length, pwned };
  });
