import { pageTest } from './page.ts';

pageTest('docs/second-stage.md');
