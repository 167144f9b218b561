import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startSummarisingServer } from '../fixtures/server/summarising-server.ts';
import { checkKilledEnsemble, env, poison, undisturbed } from './ensemble.ts';
import { hapui } from './runs.ts';

const server = await startSummarisingServer({ poison: [poison] });
t.teardown(() => server.close());

const setup = { dialogues: 6, server };
const { ended, outputs, completions } = await undisturbed(t, setup);

t.test('files, KoBART, T5 and chat at a bad server: every id decided, what failed quarantined', async (t) => {
  t.equal(ended.code, 4, ended.err);
  t.equal(outputs['summaries.csv']?.trimEnd().split('\n').length, 8);
  const quarantined = outputs['quarantine.jsonl']!.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  t.match(quarantined, [{ id: 'poisoned', system: 'gpt', reason: /HTTP 500/ }]);
  const systems = new Set(
    outputs['scores.jsonl']!.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).system),
  );
  t.strictSame([...systems], ['careful', 'brief', 'kobart', 't5', 'gpt']);
  t.equal(completions, 6 * 4, 'two prompts, two candidates each');
});

t.test('killed and continued: the same bytes, nothing stored asked for again', async (t) => {
  const folder = await checkKilledEnsemble(t, setup, [8], outputs);
  const cost = JSON.parse(readFileSync(join(folder, 'outputs/ensemble/run.json'), 'utf8')).cost;
  t.match(cost, { unpriced: [], systems: [{ id: 'gpt' }] });
  t.ok(cost.stored_usd > 0 && cost.paid_usd > 0, 'this run paid for a part, those before it for the rest');
  await server.forget();
  t.equal((await hapui(folder, ['run'], env)).code, 4);
  const again = JSON.parse(readFileSync(join(folder, 'outputs/ensemble/run.json'), 'utf8')).cost;
  t.equal(again.paid_usd, 0);
  t.ok(Math.abs(again.stored_usd - cost.cost_usd) < 1e-12, 'what was paid is remembered');
  t.equal((await server.tell()).completions, 0);
});
