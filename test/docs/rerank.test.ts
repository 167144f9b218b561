import { pageTest } from './page.ts';

pageTest('docs/rerank.md');
