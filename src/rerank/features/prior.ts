import { defineFeatures } from './define.ts';

/** Where a candidate comes from. Fitted, so the dialogues that it is used on never speak for their own systems. */
export const prior = defineFeatures({
  kind: 'fitted',
  name: 'prior',
  about: 'What the training dialogues say of the system, whatever it wrote here.',
  features: [
    {
      name: 'prior.skill',
      about: 'Mean labelled score of its system, 0–1.',
    },
    {
      name: 'prior.system',
      about:
        'What its system is worth beside all other features, learned with their weights, in units of the score.',
    },
  ],
  compute: ({ rows, hypothesisOf }, { skills, intercepts }) =>
    [skills, intercepts].map((bySystem) =>
      Float64Array.from(rows, (system, row) => (hypothesisOf[row]! < 0 ? Number.NaN : bySystem[system]!)),
    ),
});
