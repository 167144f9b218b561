/** What slow systems of this machine will take, as `hapui plan` shows it. */
import type { OwedWork, TimeForecast, TimeForecasts } from '../run/forecast-time.ts';

/** A line a system, their sum and the memory; nothing where no system computes here. */
export const timeLines = ({ systems, peakBytes }: TimeForecasts): string[] => {
  if (systems.length === 0) return [];
  const isTried = systems.some(({ batch }) => batch !== undefined);
  return [
    '',
    'Systems that compute on this machine, by a first batch:',
    ...systems.map(systemText),
    ...(isTried ? [totalText(systems), `  Memory: ${bytesText(peakBytes)} at the peak of this plan.`] : []),
  ];
};

const systemText = (forecast: TimeForecast): string => {
  const { system, batch, problem, sessionBytes } = forecast;
  const work = partsOf(forecast).map(([on, { dialogues }]) => `${dialogues} of ${on}`);
  const models = sessionBytes === undefined ? '' : `; its models take about ${bytesText(sessionBytes)}`;
  if (work.length === 0) return `  ${system}: nothing to compute${models}`;
  const owed = `${work.join(' and ')} to compute`;
  if (batch === undefined) return `  ${system}: ${owed}; time unknown (${problem})${models}`;
  const { dialogues, seconds } = batch;
  const speed = `${seconds.toFixed(2)} s for a batch of ${dialogues}`;
  return `  ${system}: ${speed}; ${owed}, about ${durationText(secondsOf(forecast))}${models}`;
};

/** Parts on which something is owed. */
const partsOf = ({ labelled, dataset }: TimeForecast): [string, OwedWork][] =>
  (
    [
      ['labelled', labelled],
      ['dataset', dataset],
    ] as const
  ).flatMap(([on, work]): [string, OwedWork][] => (work && work.dialogues > 0 ? [[on, work]] : []));

const secondsOf = (forecast: TimeForecast): number =>
  partsOf(forecast).reduce((sum, [, { seconds }]) => sum + (seconds ?? 0), 0);

/** Side by side they share the cores, so that their times add up. */
const totalText = (systems: readonly TimeForecast[]): string => {
  const seconds = systems.reduce((sum, forecast) => sum + secondsOf(forecast), 0);
  const unknown = systems.filter(({ problem }) => problem !== undefined).map(({ system }) => system);
  const without = unknown.length > 0 ? `, without ${unknown.join(', ')}` : '';
  return `  Time: about ${durationText(seconds)} together${without}.`;
};

/** Two figures are as much as a forecast knows. */
export const durationText = (seconds: number): string => {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

const bytesText = (bytes: number): string =>
  bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

/** The same as data. */
export const timeJson = ({ systems, peakBytes }: TimeForecasts): object => ({
  systems: systems.map(({ system, batch, problem, labelled, dataset, sessionBytes }) => ({
    system,
    batch: batch ?? null,
    problem: problem ?? null,
    labelled: workJson(labelled),
    dataset: workJson(dataset),
    session_bytes: sessionBytes ?? null,
  })),
  peak_bytes: peakBytes,
});

const workJson = (work: OwedWork | undefined): object | null =>
  work ? { ...work, seconds: work.seconds ?? null } : null;
