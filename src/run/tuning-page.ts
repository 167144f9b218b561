/** `tuning.html`: the trials of `hapui tune` as charts. */
import type { TuneReport } from './tune.ts';

/** Name of the file inside a run's folder. */
export const tuningPageFile = 'tuning.html';

/** Draws the page. Loaded on demand, as the charts are. */
export const drawTuning = async (name: string, report: TuneReport): Promise<string> => {
  const { tuningPage } = await import('../report/index.ts');
  return tuningPage(name, report);
};
