/** Dialogues and candidates side by side: pools, a window at a time, in flat memory. */
import type { Dataset } from '../dialogues/dataset.ts';
import type { Pool } from '../types.ts';
import type { WindowSource } from './sources.ts';
import { readWindows, type Selection } from './windows.ts';

/** The selected pools of each window, in order; candidates in the order of `sources`. Closes the sources. */
export async function* readPools(
  dataset: Dataset,
  selection: Selection,
  sources: readonly WindowSource[],
): AsyncGenerator<readonly Pool[]> {
  try {
    for await (const window of readWindows(dataset, selection)) {
      const lists = await Promise.all(sources.map((source) => source.take(window)));
      yield window.dialogues.flatMap((dialogue, place) =>
        window.selected[place] ? [{ dialogue, candidates: lists.flatMap((list) => list[place] ?? []) }] : [],
      );
    }
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}
