/** `pairs check --for kto`: TRL's `KTOTrainer`, unpaired rows with a label. Paired rows are unpaired by the trainer itself. */
import { checkAnswer, checkPrompt } from './conversation.ts';
import { checkColumns, readPaired, trlHabits } from './dpo.ts';
import { type Add, type Example, type Loader, type Row, typeName } from './loader.ts';
import { chatRules, readMessages, textOf } from './messages.ts';
import { checkRows } from './rows.ts';
import { explicitTexts } from './texts.ts';
import type { CheckContext, Finding, PairFile } from './types.ts';

const who = 'KTOTrainer';

/** Beyond this share TRL asks for other weights of the losses (eq. 8 of arXiv 2402.01306: a ratio from 1 to 4/3). */
const balanced = 4 / 3;

const readLabel = (row: Row, add: Add): boolean | undefined => {
  const { label } = row;
  if (typeof label === 'boolean') return label;
  if (label === 0 || label === 1) {
    add(
      'label-type',
      'warn',
      `label is ${label}, not a boolean: it is taken for one by TRL, not by all loaders`,
    );
    return label === 1;
  }
  if (typeof label === 'number')
    add('label-type', 'mangle', `label is ${label}: every number but 0 counts as desirable`);
  else if (label !== undefined && label !== null)
    add('label-type', 'reject', `label is ${typeName(label)}, not a boolean: ${who} stops`);
  return undefined;
};

const readUnpaired = (row: Row, add: Add): Example | undefined => {
  checkColumns(row, add);
  const label = readLabel(row, add);
  const { prompt, completion } = row;
  if (prompt === undefined || completion === undefined || prompt === null || completion === null)
    return undefined;
  if (typeof prompt === 'string' && typeof completion === 'string')
    return { ...explicitTexts(prompt, [{ name: 'completion', text: completion }], add), label };
  if (typeof prompt === 'string' || typeof completion === 'string') {
    add(
      'mixed-shapes',
      'reject',
      `prompt is ${typeName(prompt)}, completion ${typeName(completion)}: ${who} stops`,
    );
    return undefined;
  }
  const rules = chatRules(who);
  const asked = readMessages(prompt, 'prompt', rules, add);
  const answer = readMessages(completion, 'completion', rules, add);
  if (!asked || !answer) return undefined;
  checkPrompt(asked, add);
  return { prompt: textOf(asked), answers: [checkAnswer('completion', answer, add)], templated: true, label };
};

const isPaired = (row: Row): boolean => row.chosen !== undefined && row.rejected !== undefined;

/** A loader of one file: labels and neighbours are counted over its rows. */
const createLoader = (): Loader => {
  const labels = { true: 0, false: 0 };
  let before: string | undefined;
  let neighbours = 0;
  return {
    name: who,
    ...trlHabits,
    required: (row) => (isPaired(row) ? ['chosen', 'rejected'] : ['prompt', 'completion', 'label']),
    read(row, add) {
      if (isPaired(row)) return readPaired(row, who, add);
      const example = readUnpaired(row, add);
      if (example?.label !== undefined) labels[`${example.label}`]++;
      if (example !== undefined && example.prompt === before) neighbours++;
      before = example?.prompt;
      return example;
    },
    end(add, { rows }) {
      const [fewer, more] = [Math.min(labels.true, labels.false), Math.max(labels.true, labels.false)];
      if (more === 0) return;
      if (fewer === 0)
        add('one-label', 'mangle', `all ${more} labels are ${labels.true > 0}: nothing is told apart`);
      else if (more / fewer > balanced)
        add(
          'label-balance',
          'warn',
          `${labels.true} labels are true and ${labels.false} false: set desirable_weight or undesirable_weight as TRL says then`,
        );
      if (neighbours > 0)
        add(
          'kl-neighbours',
          'warn',
          `${neighbours} of ${rows} rows follow a row with the same prompt: the KL term takes an answer from the row before, which should answer another prompt`,
        );
    },
  };
};

export const checkKto = (file: PairFile, context: CheckContext): AsyncIterable<Finding> =>
  checkRows(file, context, createLoader());
