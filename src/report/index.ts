/** Reports of finished runs. */
export { type Collected, type Collector, createCollector } from './collect.ts';
export { factsOf, type ReportFacts } from './facts.ts';
export { learnedFacts } from './learned-facts.ts';
export type { SourceText } from './page-data.ts';
export { mostDialogues, reportPieces } from './report.ts';
export { tuningPage } from './tuning/page.ts';
