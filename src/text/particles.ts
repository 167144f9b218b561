/** Korean particles (josa): what may stand at the end of a word and carries little of what it says. */
import { comparable } from './normalise.ts';

const particles: ReadonlySet<string> = new Set(
  (
    '은 는 이 가 을 를 의 에 도 만 와 과 로 으로 께 께서 에게 에게서 한테 한테서 에서 까지 부터 마다 조차 마저 처럼 보다 이나 나 이랑 랑 하고 ' +
    '에는 에도 에만 에서는 에서도 에게는 에게도 로는 으로는 로도 으로도 와는 과는 이라고 라고 이라는 라는'
  ).split(' '),
);

const punctuation = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu;

/** Hashes stay: they are part of a speaker tag. */
const bare = (word: string): string => word.replace(punctuation, (marks) => marks.replace(/[^#]/gu, ''));

/** Whether two words are one stem with another particle, or with and without one. */
const differInParticle = (a: string, b: string): boolean => {
  const shorter = Math.min(a.length, b.length);
  let stem = 0;
  while (stem < shorter && a[stem] === b[stem]) stem += 1;
  for (let length = stem; length > 0; length--)
    if (isParticle(a.slice(length)) && isParticle(b.slice(length))) return true;
  return false;
};

const isParticle = (rest: string): boolean => rest === '' || particles.has(rest);

/**
 * Whether two texts have the same words but for particles, and differ at all: `민수가 밥을 먹었다`, `민수는 밥 먹었다`. By rule,
 * without a model: a noun that only looks like a stem with a particle counts as one.
 */
export const differsInParticlesOnly = (a: string, b: string): boolean => {
  const [own, other] = [a, b].map((text) => comparable(text).split(' ').map(bare)) as [string[], string[]];
  if (own.length !== other.length) return false;
  let differs = false;
  for (const [place, word] of own.entries()) {
    if (word === other[place]) continue;
    if (!differInParticle(word, other[place]!)) return false;
    differs = true;
  }
  return differs;
};
