import { splitSentences } from '../../text/sentences.ts';
import { byRow } from './by-row.ts';
import { defineFeatures } from './define.ts';

export const sentences = defineFeatures({
  kind: 'static',
  name: 'sentences',
  about: 'Sentences of a candidate.',
  features: [{ name: 'sentences.count', about: 'Number of its sentences, from 1.' }],
  compute: (pool) => [
    byRow(
      pool,
      pool.texts.map((text) => splitSentences(text).length),
    ),
  ],
});
