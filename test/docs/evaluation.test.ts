import { pageTest } from './page.ts';

pageTest('docs/evaluation.md');
