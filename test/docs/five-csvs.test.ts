import { pageTest } from './page.ts';

pageTest('docs/five-csvs.md');
