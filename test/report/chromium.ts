/** A headless Chromium for pages, where there is one: `HAPUI_CHROMIUM`, or where distributions put it. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];

const executable = [process.env.HAPUI_CHROMIUM, ...usual].find(
  (path) => path !== undefined && existsSync(path),
);

/** Options of a test that needs the browser. */
export const needsChromium: { skip?: string } =
  executable === undefined
    ? { skip: 'no Chromium: install it (apt-get install chromium) or set HAPUI_CHROMIUM' }
    : {};

export interface Opened {
  readonly page: Page;
  /** What a page must not do: errors, dialogs, requests beyond the file itself, breaches of its policy. */
  readonly incidents: string[];
}

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Behind `#`. */
  readonly hash?: string;
}

/** Starts the browser for one test file. */
export const startChromium = async (t: {
  teardown(work: () => Promise<void>): void;
}): Promise<(html: string, options?: OpenOptions) => Promise<Opened>> => {
  // Without its sandbox only because root, as in containers, cannot have it.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser: Browser = await chromium.launch({ executablePath: executable!, args });
  const folder = await mkdtemp(join(tmpdir(), 'hapui-page-'));
  t.teardown(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  let count = 0;
  return async (html, { width = 1280, height = 900, colorScheme = 'light', hash } = {}) => {
    count += 1;
    const path = join(folder, `${count}.html`);
    await writeFile(path, html);
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    const incidents: string[] = [];
    const url = pathToFileURL(path).href;
    page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
    page.on('console', (message) => incidents.push(`console: ${message.text()}`));
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== url) incidents.push(`request: ${request.url()}`);
    });
    page.on('popup', () => incidents.push('popup'));
    page.on('dialog', (dialog) => {
      incidents.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(hash === undefined ? url : `${url}#${hash}`);
    return { page, incidents };
  };
};
