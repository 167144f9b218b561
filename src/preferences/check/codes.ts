/**
 * Every finding of a check: one table of stable codes. What a loader does with it is the finding's `effect`, which depends on the
 * loader; `docs/pairs.md` lists the codes, and a test compares.
 */
export const findingCodes = {
  // the file
  'empty-file': 'The file has no rows.',
  encoding: 'Bytes that are not UTF-8.',
  'utf-16': 'The file is UTF-16.',
  bom: 'A byte order mark.',
  'json-array': 'The file is one JSON array, not JSON lines.',
  'invalid-json': 'A line is no JSON.',
  'several-values': 'Two values on one line.',
  'duplicate-key': 'A key stands twice in an object.',
  'lone-surrogate': 'Half a surrogate pair in a string.',
  'not-a-number': '`NaN`, `Infinity` or a number that is too large.',
  'not-an-object': 'A row is no object.',
  'too-few-rows': 'Fewer rows than the service takes.',
  'over-size': 'The file is larger than the service takes.',
  // the schema that the first row sets
  'missing-key': 'A key that the loader needs is absent.',
  'extra-key': 'A key that the first row does not have.',
  'mixed-types': 'A value of another type than in the first row.',
  null: 'A null.',
  'unknown-key': 'A key that is not part of the format.',
  'vision-column': 'A column that makes the trainer expect images.',
  timestamps: 'A column of texts that all look like points in time.',
  // messages
  'messages-type': 'Messages that are no list of objects with role and content.',
  'no-messages': 'An empty list of messages.',
  'unknown-role': 'A role that the loader does not know.',
  'role-order': 'Roles do not alternate, or a system message is not the first.',
  'prompt-end': 'A prompt does not end with a turn of the user.',
  'answer-role': 'An answer is not said by the assistant.',
  'answer-count': 'An answer is not one message.',
  'content-type': 'Content that is no text.',
  'mixed-shapes': 'One side is text, another messages.',
  // prompts
  'empty-prompt': 'A prompt says nothing.',
  'prompt-repeated': 'The prompt stands again at the start of the answers.',
  'prompts-differ': 'The two sides answer different prompts.',
  'common-prefix': 'What is taken for the prompt reaches into the answers.',
  boundary: 'The answer follows the prompt without a boundary.',
  // answers
  'identical-sides': 'Both sides are the same.',
  'empty-side': 'An answer is empty.',
  'side-type': 'An answer has a type that the loader passes over.',
  'edge-space': 'An answer begins or ends with white space.',
  'find-strip': 'An answer also occurs in what the template puts before it.',
  eos: 'An answer ends with an end token.',
  'special-token': 'A token of chat templates stands inside a text.',
  'not-nfc': 'Hangul in single letters (NFD).',
  // labels and margins
  'label-type': 'A label is no boolean.',
  'one-label': 'All labels are the same.',
  'label-balance': 'Labels are out of balance.',
  'label-conflict': 'The same answer is labelled both ways.',
  'kl-neighbours': 'Rows that share a prompt lie side by side.',
  'margin-type': 'A margin is no number.',
  'margin-sign': 'A margin is not above 0.',
  // lengths and repeats
  'prompt-too-long': 'The prompt alone fills the budget of tokens.',
  'too-long': 'Prompt and answer exceed the budget of tokens.',
  'repeated-row': 'A row stands twice.',
  contradiction: 'The same two answers are chosen both ways.',
} as const satisfies Readonly<Record<string, string>>;

export type FindingCode = keyof typeof findingCodes;
