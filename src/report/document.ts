/** The frame of the page: one file, nothing fetched, one script and one style allowed by their hashes. */
import { createHash } from 'node:crypto';
import { type Content, html, type Markup, trusted } from './html.ts';
import type { Section } from './sections/section.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Nothing may be loaded, sent, framed or evaluated; no script or style but these two; and no text can become markup: a policy
 * of trusted types without any policy makes the browser refuse `innerHTML` and its like.
 */
export const contentPolicy = (script: string | undefined, style: string): string =>
  [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** A page of sections. */
export interface StaticFrame {
  readonly title: string;
  /** Under the title. */
  readonly about: Content;
  readonly sections: readonly Section[];
  readonly footer: Content;
  readonly style: string;
}

export interface PageFrame extends StaticFrame {
  readonly intro: Content;
  /** At the end: dialogs. */
  readonly overlay: Content;
  readonly script: string;
}

/** A page without script. */
export const staticPage = (frame: StaticFrame): Markup => html`${headOf(frame, undefined)}
<body>
<header class="top">
${titleOf(frame)}
</header>
<main>
${sectionsOf(frame)}</main>
<footer>${frame.footer}</footer>
</body>
</html>
`;

/** The page in two halves; the data block stands between them, after all that is seen first. */
export const pageHalves = (frame: PageFrame): readonly [Markup, Markup] => [
  html`${headOf(frame, frame.script)}
<body>
<a class="skip" href="#dialogues">Skip to the dialogues</a>
<header class="top">
${titleOf(frame)}
<button id="theme" type="button" hidden>Theme</button>
</header>
<main>
${frame.intro}
${sectionsOf(frame)}</main>
<footer>${frame.footer}</footer>
${frame.overlay}
<script id="data" type="application/json">`,
  html`</script>
<script>${trusted(frame.script)}</script>
</body>
</html>
`,
];

const headOf = ({ title, style }: StaticFrame, script: string | undefined): Markup => html`<!doctype html>
<html lang="en" data-theme="system">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>`;

const titleOf = ({ title, about, sections }: StaticFrame): Markup =>
  html`<div><h1>${title}</h1><p>${about}</p></div>
<nav aria-label="Parts of the report">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>`;

const sectionsOf = ({ sections }: StaticFrame): readonly Markup[] =>
  sections.map(
    ({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`,
  );
