/** datasets (`pip install datasets`) on folders as `hapui pairs` writes them. Run with HAPUI_PYTHON=/path/to/python. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { renderCard } from '../../src/preferences/card/card.ts';
import type { CardSplit } from '../../src/preferences/card/facts.ts';
import { createPairFigures } from '../../src/preferences/card/figures.ts';
import { cardOptions } from '../../src/preferences/card/options.ts';
import { type PairFormatName, pairFormats } from '../../src/preferences/formats/index.ts';
import { trainingLine } from '../../src/preferences/formats/line.ts';
import { scratch } from '../commands/cli.ts';
import { longPrompt, pairs } from '../preferences/formats/pairs.ts';
import { type Answer, ask } from './loaders.ts';
import { timeout } from './suite.ts';

/** A folder with nine and three rows, the files of a run beside them, and a card that says `off` rows more than there are. */
const folderOf = (root: string, format: PairFormatName, off: number): string => {
  const folder = join(root, `${format}-${off}`);
  mkdirSync(folder);
  const { rows, decimals } = pairFormats[format];
  const list = pairs.map((pair) => ({ ...pair, prompt: longPrompt, margin: 1 }));
  const split = (name: string, part: typeof list): CardSplit => {
    const lines = part.flatMap((pair) => rows(pair, [pair]).map((row) => `${trainingLine(row, decimals)}\n`));
    writeFileSync(join(folder, `${name}.jsonl`), lines.join(''));
    return {
      split: name,
      file: `${name}.jsonl`,
      rows: lines.length + off,
      bytes: Buffer.byteLength(lines.join('')),
    };
  };
  const card = renderCard({
    name: 'run',
    format: pairFormats[format],
    splits: [split('train', list.slice(0, 9)), split('held-out', list.slice(9))],
    row: rows(list[0]!, list.slice(0, 1))[0],
    stats: {
      dialogues: 12,
      dialogues_without_pairs: 0,
      considered: 12,
      written: 12,
      dropped: {},
      splits: {},
      strategy: 'best-worst',
      sources: ['gold'],
      agreement: [],
      signature: '',
      seed: 1,
    },
    figures: createPairFigures().figures(),
    options: cardOptions.parse({ license: 'mit' }),
  });
  writeFileSync(join(folder, 'README.md'), card);
  for (const name of ['provenance.jsonl', 'dropped.jsonl', 'stats.json'])
    writeFileSync(join(folder, name), '{"other": 1}\n');
  return folder;
};

const skip = process.env.HAPUI_PYTHON ? {} : { skip: 'HAPUI_PYTHON names no Python with datasets' };

t.test(
  'load_dataset takes splits, types and sizes from the card, and holds it to them',
  { timeout, ...skip },
  async (t) => {
    const root = await scratch(t);
    const formats = Object.keys(pairFormats) as PairFormatName[];
    const cases = [
      ...formats.map((format) => ({ name: format, folder: folderOf(root, format, 0) })),
      { name: 'a wrong count', folder: folderOf(root, 'trl', 1) },
    ];
    const answers = new Map(
      (ask('card_loader.py', process.env.HAPUI_PYTHON ?? '', cases) as Answer[]).map((answer) => [
        answer.name,
        answer,
      ]),
    );
    for (const format of formats) {
      const factor = format === 'kto' ? 2 : 1;
      t.match(
        answers.get(format),
        {
          rows: [
            { split: 'train', rows: 9 * factor },
            { split: 'held_out', rows: 3 * factor },
          ],
        },
        format,
      );
    }
    t.match(
      answers.get('reward')?.rows?.[0]?.features,
      "'margin': Value('float64')",
      'though every margin is a whole number',
    );
    t.match(answers.get('a wrong count')?.error, /NonMatchingSplitsSizes/);
  },
);
