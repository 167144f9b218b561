import { pageTest } from './page.ts';

pageTest('docs/tuning.md');
