import { pageTest } from './page.ts';

pageTest('docs/report.md');
