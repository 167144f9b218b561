/** The single answers that were paid for, one log for all systems: systems that ask the same thing share its answer. */
import type { AnswerParts, AnswerStore, Json } from '../types.ts';
import { fingerprintOf, keyOf, type StageParts } from './keys.ts';
import type { Store } from './store/index.ts';

const stageOf = (identity: string): StageParts => ({ stage: 'answers', options: null, identity });

/** Answers of the store by all that decides them. */
export const openAnswers = async (store: Store): Promise<AnswerStore> => {
  const log = await store.stage('answers', fingerprintOf(stageOf('')));
  // what was said stands in the prompt
  const keyOfAnswer = ({ identity, ...parts }: AnswerParts): Uint8Array =>
    keyOf({ ...stageOf(identity), ...parts, text: '' });
  return {
    get: async (parts) => {
      const value = await log.get(keyOfAnswer(parts));
      return value && (JSON.parse(value.toString('utf8')) as Json);
    },
    put: (parts, answer) => log.put(keyOfAnswer(parts), JSON.stringify(answer)),
  };
};
