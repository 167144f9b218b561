import { defineSource } from './define.ts';

export const judge = defineSource({
  name: 'judge',
  about: 'The column of the scorer of kind `judge` in `rerank`; `{scorer: ID}` names any other column.',
  needs: 'scorer',
  scoresReferences: false,
});
