import { comparable } from '../../text/normalise.ts';
import { differsInParticlesOnly } from '../../text/particles.ts';
import { editsBetween } from '../edits.ts';
import { defineFilter, eachPair } from './define.ts';

export interface NearIdenticalOptions {
  /** Edits as a share of the longer text. */
  readonly share: number;
  readonly particles: boolean;
}

/**
 * DPO lowers the likelihood of the better side, too, where the sides differ in a few tokens (Pal et al. 2024, arXiv
 * 2402.13228: 6.5 % of the characters; Razin et al. 2024, arXiv 2410.08847).
 */
export const nearIdentical = defineFilter<NearIdenticalOptions>({
  name: 'near-identical',
  about: 'The two sides differ in few characters, or in Korean particles only.',
  create: ({ share, particles }) =>
    eachPair(({ chosen, rejected }) => {
      const edits = editsBetween(chosen.text, rejected.text);
      const longer = Math.max(comparable(chosen.text).length, comparable(rejected.text).length);
      if (edits <= share * longer) return `${edits} edits of ${longer} characters`;
      return particles && differsInParticlesOnly(chosen.text, rejected.text)
        ? 'only particles differ'
        : undefined;
    }),
});
