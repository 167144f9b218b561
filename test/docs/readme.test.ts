import { pageTest } from './page.ts';

pageTest('README.md');
