/** Where every dialogue of a dataset belongs: its group of near-duplicates, and its split. */
import type { Dataset } from '../../dialogues/dataset.ts';
import { findGroups } from '../../dialogues/groups.ts';
import type { Spool } from '../../dialogues/spool.ts';
import { drawSplit, type Splits, splitsOfGroups } from '../../preferences/split.ts';
import type { Dialogue } from '../../types.ts';

export interface Place {
  readonly group: string;
  readonly split: string;
  /** Why its pairs may not be written: it would stand in another split than its near-duplicates. */
  readonly elsewhere: string | undefined;
}

export type PlaceOf = (dialogue: Pick<Dialogue, 'id' | 'index'>) => Place;

/** Holds 6 bytes a dialogue, and the ids of groups of several; while it reads, about 30 bytes a dialogue and its id. */
export const placeDialogues = async (
  dataset: Dataset,
  { splits, salt, spool }: { readonly splits: Splits; readonly salt: string; readonly spool: Spool },
): Promise<PlaceOf> => {
  const { firstOf, names } = await namedGroups(dataset, spool);
  const draws = new Uint8Array(dataset.size);
  for await (const dialogue of dataset.read()) draws[dialogue.index] = drawSplit(dialogue, splits, salt);
  const latest = splitsOfGroups(firstOf, draws);
  const splitNames = Object.keys(splits);
  return ({ id, index }) => {
    const first = firstOf[index]!;
    const [own, last] = [draws[index]!, latest[first]!];
    return {
      group: names.get(first) ?? id,
      split: splitNames[own]!,
      elsewhere:
        own === last
          ? undefined
          : `drawn into ${splitNames[own]}, a near-duplicate of it into ${splitNames[last]}`,
    };
  };
};

/** A dialogue that has no near-duplicate bears the name of its group itself. */
const namedGroups = async (dataset: Dataset, spool: Spool) => {
  const { firstOf, ids } = await findGroups(dataset, spool);
  const names = new Map<number, string>();
  for (const [index, first] of firstOf.entries()) if (first !== index) names.set(first, ids[first]!);
  return { firstOf, names };
};
