import { pageTest } from './page.ts';

pageTest('docs/files.md');
