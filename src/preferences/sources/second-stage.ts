import { defineSource } from './define.ts';

export const secondStage = defineSource({
  name: 'second-stage',
  about:
    'What `hapui train` learned from `labelled`; on the labelled dialogues themselves out of fold, so that no dialogue is judged by what it taught.',
  needs: 'labelled',
  scoresReferences: false,
});
