import t from 'tap';
import { cleanAnswer, type HygieneRule, hygieneRules } from '../../../src/models/asker/hygiene.ts';

const cleaned = (text: string, rules: readonly HygieneRule[] = hygieneRules) =>
  cleanAnswer({ text, status: 'ok' }, rules);

const summary = '#Person1#은 회의를 세 시로 옮깁니다.';

t.test('what stands around a summary goes', async (t) => {
  for (const text of [
    summary,
    `  ${summary}\n`,
    `"${summary}"`,
    `“${summary}”`,
    `「${summary}」`,
    `요약: ${summary}`,
    `요약문：${summary}`,
    `**요약:** ${summary}`,
    `**요약**: ${summary}`,
    `[요약]: ${summary}`,
    `## 요약\n${summary}`,
    `한 줄 요약: "${summary}"`,
    `Summary: ${summary}`,
    `Here is the summary: ${summary}`,
    `Here's a concise summary of the dialogue:\n\n${summary}`,
    `TL;DR: ${summary}`,
    `\`\`\`\n${summary}\n\`\`\``,
    `\`\`\`text\n요약: ${summary}\n\`\`\``,
    `<think>They meet.\nAt three.</think>\n\n${summary}`,
    `They meet.</think>${summary}`,
    `<think></think>"요약: ${summary}"`,
  ])
    t.strictSame(cleaned(text), { text: summary, status: 'ok' }, text);
});

t.test('what belongs to a summary stays', async (t) => {
  for (const text of [
    '"네"라고 #Person1#이 말하고 "아니요"라고 #Person2#가 답한다.',
    "'Tis late,' #Person1# says, and leaves.",
    '요약 보고서를 #Person1#이 제출한다.',
    'Summary reports are due, #Person1# says: now.',
    '#Person1#: #Person2#가 온다.',
    'Person1 is sorry but cannot come.',
    'Use `npm` to install.',
  ])
    t.equal(cleaned(text).text, text.trim());
});

t.test('nothing left is empty, a refusal is refused', async (t) => {
  t.equal(cleaned('<think>cut off in the middle').status, 'empty');
  t.equal(cleaned('""').status, 'empty');
  for (const text of [
    "I'm sorry, but I can't help with that.",
    'I cannot assist with this request.',
    '죄송하지만 해당 요청은 도와드릴 수 없습니다.',
  ])
    t.equal(cleaned(text).status, 'refused', text);
});

t.test('each rule can be left out', async (t) => {
  t.equal(cleaned(`"${summary}"`, []).text, `"${summary}"`);
  t.equal(cleaned(`"${summary}"`, ['prefixes']).text, `"${summary}"`);
  t.equal(cleaned(`요약: ${summary}`, ['quotes']).text, `요약: ${summary}`);
  t.equal(cleaned("I'm sorry, but I can't.", ['quotes']).status, 'ok');
});

t.test('a status that came with the answer stays', async (t) => {
  t.strictSame(cleanAnswer({ text: '"half', status: 'truncated' }, hygieneRules), {
    text: '"half',
    status: 'truncated',
  });
});
