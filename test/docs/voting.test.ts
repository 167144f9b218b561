import { pageTest } from './page.ts';

pageTest('docs/voting.md');
