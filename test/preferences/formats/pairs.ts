/** Pairs as mining hands them on: twelve dialogues, made up. */
import type { Pair } from '../../../src/preferences/types.ts';

const people = [
  '민수',
  '지영',
  '현우',
  '서연',
  '도윤',
  '하은',
  '준호',
  '유진',
  '태민',
  '수빈',
  '예린',
  '건우',
];

export const makePair = (index: number, parts: Partial<Pair> = {}): Pair => {
  const name = people[index % people.length] ?? '';
  const chosen = {
    text: `${name} 씨는 ${index + 1}번 회의를 내일로 미루기로 했다.`,
    system: 'solar',
    candidate: 0,
    score: 0.5 + index / 100,
  };
  const rejected = { text: `${name} 씨가 회의에 대해 말했다.`, system: 'kobart', candidate: 0, score: 0.25 };
  return {
    id: `dev_${index}`,
    number: 0,
    group: `dev_${index}`,
    split: 'train',
    prompt: [
      { role: 'system', content: '너는 대화를 요약한다.' },
      {
        role: 'user',
        content: `#Person1#: ${name} 씨, ${index + 1}번 회의를 미룰까요?\n#Person2#: 네, 내일 하죠.`,
      },
    ],
    chosen,
    rejected,
    margin: chosen.score - rejected.score,
    strategy: 'best-worst',
    source: 'gold',
    scores: { gold: { chosen: chosen.score, rejected: rejected.score } },
    edits: 14,
    ...parts,
  };
};

export const pairs: readonly Pair[] = people.map((_, index) => makePair(index));

/** A prompt of three turns, as few-shot prompts are. */
export const longPrompt: Pair['prompt'] = [
  { role: 'user', content: '요약: 가' },
  { role: 'assistant', content: '가.' },
  { role: 'user', content: '요약: 나' },
];
