/** Rows of TRL's `DPOTrainer` (and of `KTOTrainer`, which unpairs such rows), read as TRL 1.16 does. */
import { explicitExample, implicitExample } from './conversation.ts';
import { type Add, type Example, type Row, typeName } from './loader.ts';
import { chatRules, readMessages } from './messages.ts';
import { explicitTexts, implicitTexts } from './texts.ts';

/** Whether TRL takes the value for text, messages, or neither. */
const shapeOf = (value: unknown): 'text' | 'messages' | undefined => {
  if (typeof value === 'string') return 'text';
  return Array.isArray(value) ? 'messages' : undefined;
};

/** A column of images makes the trainer expect a model that sees. */
export const checkColumns = (row: Row, add: Add): void => {
  for (const name of ['image', 'images'])
    if (Object.hasOwn(row, name))
      add(
        'vision-column',
        'reject',
        `the column ${name} makes TRL expect a vision-language model: it stops with any other`,
      );
};

/** The example of a paired row, with its prompt apart or inside both sides. */
export const readPaired = (row: Row, who: string, add: Add): Example | undefined => {
  checkColumns(row, add);
  const { prompt, chosen, rejected } = row;
  if ((chosen ?? null) === null || (rejected ?? null) === null || prompt === null) return undefined;
  const sides = prompt === undefined ? { chosen, rejected } : { prompt, chosen, rejected };
  const shapes = Object.entries(sides).map(([name, value]) => [name, shapeOf(value)] as const);
  for (const [name, shape] of shapes)
    if (shape === undefined)
      add(
        'side-type',
        'reject',
        `${name} is ${typeName(sides[name as keyof typeof sides])}, neither text nor messages: ${who} stops`,
      );
  if (shapes.some(([, shape]) => shape === undefined)) return undefined;
  if (new Set(shapes.map(([, shape]) => shape)).size > 1) {
    const said = shapes.map(([name, shape]) => `${name} is ${shape}`).join(', ');
    add(
      'mixed-shapes',
      'reject',
      `${said}: ${who} looks at one of them to tell texts from messages, and stops at the others`,
    );
    return undefined;
  }
  if (typeof chosen === 'string' && typeof rejected === 'string') {
    if (typeof prompt !== 'string') return implicitTexts(chosen, rejected, add);
    const answers = [
      { name: 'chosen', text: chosen },
      { name: 'rejected', text: rejected },
    ];
    return explicitTexts(prompt, answers, add);
  }
  return readConversation(prompt, chosen, rejected, who, add);
};

const readConversation = (
  prompt: unknown,
  chosen: unknown,
  rejected: unknown,
  who: string,
  add: Add,
): Example | undefined => {
  const rules = chatRules(who);
  const asked = prompt === undefined ? undefined : readMessages(prompt, 'prompt', rules, add);
  const one = readMessages(chosen, 'chosen', rules, add);
  const other = readMessages(rejected, 'rejected', rules, add);
  if (!one || !other || (prompt !== undefined && !asked)) return undefined;
  if (!asked) return implicitExample(one, other, add);
  return explicitExample(
    asked,
    [
      ['chosen', one],
      ['rejected', other],
    ],
    add,
  );
};

/** What TRL does with white space, emptiness and length, in all its trainers but `RewardTrainer`. */
export const trlHabits = {
  reads: 'datasets',
  required: (): readonly string[] => ['chosen', 'rejected'],
  edgeSpace: ['warn', 'it is learned as part of the answer'],
  emptySide: ['mangle', 'the model learns to end at once, or not to'],
  lengths: {
    maxTokens: 1024,
    tooLong: ['cut', 'the end of the answer and its end token are cut off'],
    promptTooLong: ['drop', 'the row is dropped'],
  },
} as const;
