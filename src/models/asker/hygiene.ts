/** Takes off what chat models put around a summary. Each rule has a name and can be left out; the raw answer is kept. */
import type { CandidateStatus } from '../../types.ts';

/** Names of the rules, in the order in which they are applied. */
export const hygieneRules = ['reasoning', 'code-fences', 'prefixes', 'quotes', 'refusals'] as const;

export type HygieneRule = (typeof hygieneRules)[number];

type Rewrite = (text: string) => string;

/** `<think>…</think>`; some servers send the end alone, and an answer cut inside of it has no summary. */
const withoutReasoning: Rewrite = (text) =>
  text
    .replace(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/giu, '')
    .replace(/^[\s\S]*<\/(?:think|thinking|reasoning)>/iu, '')
    .replace(/<(?:think|thinking|reasoning)>[\s\S]*$/iu, '');

/** A fence around the whole answer. */
const withoutFence: Rewrite = (text) =>
  /^(?:```|~~~)[^\n`]*\n([\s\S]*?)\n?(?:```|~~~)$/u.exec(text.trim())?.[1] ?? text;

const labels = [
  '(?:한\\s?줄\\s?|대화\\s?|최종\\s?|핵심\\s?)?요약(?:문|본)?(?:\\s?결과)?',
  '정답',
  "(?:(?:here(?:’s|'s| is) )?(?:the|a|your|my) )?(?:brief |short |concise |final |one-sentence |dialogue )?summary(?: of the (?:dialogue|conversation))?",
  'TL;?DR',
];
/** `요약:`, `**Summary**:`, `## 요약` on a line of its own. */
const label = new RegExp(
  `^\\s*(?:[#*_\\[(【]*\\s*(?:${labels.join('|')})\\s*[*_\\])】]*\\s*[:：]\\s*[*_]*|#+\\s*(?:${labels.join('|')})\\s*\\n)\\s*`,
  'iu',
);

const withoutPrefix: Rewrite = (text) => text.replace(label, '');

const pairs: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['‘', '’'],
  ['「', '」'],
  ['『', '』'],
  ['«', '»'],
];

/** Quotes around the whole answer, not those of a quotation inside it. */
const withoutQuotes: Rewrite = (text) => {
  const trimmed = text.trim();
  const pair = pairs.find(([open, close]) => trimmed.startsWith(open) && trimmed.endsWith(close));
  if (pair === undefined || trimmed.length < 2) return text;
  const inner = trimmed.slice(1, -1);
  return pair.some((quote) => inner.includes(quote)) ? text : inner;
};

const rewrites: Readonly<Partial<Record<HygieneRule, Rewrite>>> = {
  reasoning: withoutReasoning,
  'code-fences': withoutFence,
  prefixes: withoutPrefix,
  quotes: withoutQuotes,
};

/** First-person refusals at the start of an answer; a summary speaks of others. */
const refusal =
  /^(?:(?:I['’]?m|I am) (?:very )?sorry,? (?:but )?(?:I|we) (?:can(?:no|['’])?t|am unable)|I (?:can(?:no|['’])t|am unable to) (?:help|assist|comply|provide|summari[sz]e)|(?:죄송(?:합니다|하지만|해요)|미안하지만)[^#\n]{0,40}(?:수 없|드릴 수|어렵))/iu;

/** A cleaned answer. */
export interface CleanAnswer {
  readonly text: string;
  readonly status: CandidateStatus;
}

/** Wrappings inside wrappings: three deep are as many as were ever seen. */
const rounds = 3;

/** Applies `rules`; an answer of which nothing is left is empty. */
export const cleanAnswer = (answer: CleanAnswer, rules: readonly HygieneRule[]): CleanAnswer => {
  if (rules.length === 0) return answer;
  let text = answer.text;
  for (let round = 0; round < rounds; round++)
    for (const rule of hygieneRules) if (rules.includes(rule)) text = rewrites[rule]?.(text) ?? text;
  text = text.trim();
  if (answer.status !== 'ok') return { text, status: answer.status };
  if (text === '') return { text, status: 'empty' };
  return { text, status: rules.includes('refusals') && refusal.test(text) ? 'refused' : 'ok' };
};
