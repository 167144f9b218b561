import t from 'tap';
import { ownJudges } from '../../src/run/own-judges.ts';

const system = (id: string, options: object, family?: string) =>
  ({ id, kind: 'chat', family, prior: undefined, optional: false, options }) as never;
const judge = (options: object) => ({ id: 'judge', kind: 'judge', options }) as never;

const systems = [
  system('gpt', { model: 'gpt-4o' }),
  system('tuned', { model: 'ft:gpt-4o-mini:team::abc' }),
  system('chain', { steps: [{ model: 'solar-pro' }, { kind: 'seq2seq' }] }),
  system('kobart', { path: 'kobart.csv' }, 'bart'),
];

t.test('a judge of the model or family of a system is told, and no other', async (t) => {
  const warned = (options: object) => ownJudges({ systems, rerank: [judge(options)] });
  t.match(warned({ model: 'gpt-4o' }), [/^rerank\.judge .*: gpt \(model gpt-4o\);/u]);
  t.match(warned({ model: 'gpt-4o-mini' }), [/tuned \(model ft:gpt-4o-mini:team::abc\)/u]);
  t.match(warned({ model: 'solar-pro' }), [/chain \(model solar-pro\)/u]);
  t.match(warned({ model: 'other', family: 'bart' }), [/kobart \(family bart\)/u]);
  t.strictSame(warned({ model: 'other' }), []);
  t.strictSame(warned({ model: 'other', family: 'house' }), []);
});
