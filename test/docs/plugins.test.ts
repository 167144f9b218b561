import { pageTest } from './page.ts';

pageTest('docs/plugins.md');
