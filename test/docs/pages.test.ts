/** Pages whose commands take moments. One that learns from the labelled sample has what the page before it learned. */
import { pageTest } from './page.ts';

for (const name of [
  'getting-started',
  'commands',
  'evaluation',
  'voting',
  'merging',
  'pairs',
  'rerank',
  'files',
  'report',
  'second-stage',
])
  pageTest(`docs/${name}.md`);
