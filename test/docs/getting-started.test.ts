import { pageTest } from './page.ts';

pageTest('docs/getting-started.md');
