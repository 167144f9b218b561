import t from 'tap';
import { readCompletion } from '../../src/models/chat-answer.ts';
import { choice, completion } from '../fixtures/server/chat-server.ts';

const asIs = (text: string): string => text;

const read = (choices: readonly object[], more: object = {}) =>
  readCompletion(JSON.stringify(completion(choices, more)), asIs);

const statusOf = (one: object) => {
  const read = readCompletion(JSON.stringify(completion([one])), asIs);
  return 'choices' in read ? read.choices[0]?.status : read.malformed;
};

t.test('every way to finish has its status', async (t) => {
  t.equal(statusOf(choice('fine')), 'ok');
  t.equal(statusOf(choice(' \n')), 'empty');
  t.equal(statusOf(choice(null)), 'empty');
  t.equal(statusOf(choice('half a', { finish_reason: 'length' })), 'truncated');
  t.equal(statusOf(choice(null, { finish_reason: 'content_filter' })), 'filtered');
  t.equal(statusOf(choice(null, {}, { refusal: 'I cannot.' })), 'refused');
});

t.test('half an emoji is a replacement character, a whole one stays', async (t) => {
  t.match(read([choice('좋아요 \ud83d')]), { choices: [{ text: '좋아요 \ufffd' }] });
  t.match(read([choice('좋아요 😀')]), { choices: [{ text: '좋아요 😀' }] });
});

t.test('log-probabilities are summed where given', async (t) => {
  const logprobs = {
    content: [
      { token: 'a', logprob: -0.5 },
      { token: 'b', logprob: -1 },
    ],
  };
  t.match(read([choice('ab', { logprobs })]), { choices: [{ logprob: -1.5, length: 2, finish: 'end' }] });
  t.equal(statusOf(choice('ab', { logprobs: { content: 'no list' } })), 'ok', 'and never needed');
});

t.test('usage may be missing, null or nonsense', async (t) => {
  for (const usage of [undefined, null, 'many', { prompt_tokens: -1 }])
    t.match(read([choice('x')], { usage }), { choices: [{}], usage: undefined });
  t.match(
    read([choice('x')], {
      usage: { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } },
    }),
    {
      usage: { input: 9, cached: 4, output: 2 },
    },
  );
});

t.test(
  'no usage costs less than nothing: what is cached is part of the input, counts are whole',
  async (t) => {
    const counted = (input: number, output: number, cached: unknown) =>
      read([choice('x')], {
        usage: {
          prompt_tokens: input,
          completion_tokens: output,
          prompt_tokens_details: { cached_tokens: cached },
        },
      });
    t.match(counted(9, 2, 9000), { usage: { input: 9, cached: 9, output: 2 } });
    t.match(counted(9, 2, null), { usage: { input: 9, cached: 0, output: 2 } });
    for (const [input, output, cached] of [
      [9.5, 2, 0],
      [9, 0.5, 0],
      [9, -2, 0],
      [9, Number.NaN, 0],
      [9, 2, -4],
      [9, 2, 0.5],
      [9, 2, 'many'],
    ] as const)
      t.match(counted(input, output, cached), { choices: [{}], usage: undefined });
  },
);

t.test('what is no completion says why', async (t) => {
  t.match(readCompletion('<html>', asIs), { malformed: /no JSON \("<html>"\)/ });
  t.match(readCompletion('{"choices": []}', asIs), { malformed: /choices/ });
  t.match(readCompletion('{"choices": [{"text": "old protocol"}]}', asIs), { malformed: /message/ });
  t.match(readCompletion('null', asIs), { malformed: /no completion/ });
});
