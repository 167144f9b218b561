// `hapui tune` where answers cost money, and where what it finds goes elsewhere.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { usdText } from '../../src/run/budget.ts';
import { startChatServer } from '../fixtures/server/chat-server.ts';
import { hapui } from './cli.ts';
import { answerPaid, chatSystem, writePaid } from './paid.ts';

const server = await startChatServer();
t.teardown(() => server.close());

const gpt = chatSystem(server.baseUrl);
const tune = { trials: 2, dialogues: 3, systems: { gpt: { temperature: [0.1, 0.5] } } };

/** What makes two requests the same question. */
const questions = (): string[] =>
  server.asked.map(({ body }) => JSON.stringify([body.messages, body.temperature, body.seed]));

t.test(
  'a budget ends a search in order; it goes on, asks nothing twice, and writes where it is told to',
  async (t) => {
    server.behave(answerPaid);
    const folder = await writePaid(t, { dialogues: 2, labelled: 12, systems: [gpt], config: { tune } });
    const overlapping = await hapui(folder, ['tune', '--set', 'dataset=dev.csv']);
    t.match(overlapping, { code: 3, err: /\[input-overlap\] dev\.csv, dev\.csv: 12 dialogues are in both/ });
    const trained = await hapui(folder, ['train', '--set', 'dataset=dev.csv']);
    t.match(trained, { code: 3, err: /\[input-overlap\] dev\.csv, dev\.csv: 12 dialogues are in both/ });
    const over = await hapui(folder, ['tune', '--out', 'dev.csv']);
    t.match(over, { code: 2, err: /the output is the input .*dev\.csv/ });
    writeFileSync(join(folder, 'pin.json'), '{}');
    const pinned = await hapui(folder, ['tune', '--out', 'pin.json', '--set', 'ensemble.select=pin.json']);
    t.match(pinned, { code: 2, err: /the output is the input .*pin\.json/ });
    t.equal(server.asked.length, 0, 'nothing is asked before that is settled');

    const stopped = await hapui(folder, ['tune', '--out', 'found.json', '--budget', '0.1']);
    t.match(stopped, {
      code: 5,
      err: /the budget of 0\.1000 USD is used up[\s\S]*To continue: hapui tune --out found\.json --budget 0\.1/,
    });
    const paid = server.asked.length;
    t.ok(paid > 0 && paid <= 10, `${paid} requests of a cent each`);
    t.notOk(existsSync(join(folder, 'found.json')), 'nothing is told of half a search');

    const { code, out, err } = await hapui(folder, ['tune', '--out', 'found.json', '--json']);
    t.equal(code, 0, err);
    const text = readFileSync(join(folder, 'found.json'), 'utf8');
    t.equal(out, text, 'standard output has the same JSON and nothing else');
    t.match(JSON.parse(text).systems, [
      { system: 'gpt', dialogues: { search: 6, held_out: 6 }, trials: { length: 3 } },
    ]);
    t.match(readFileSync(join(folder, 'found.html'), 'utf8'), 'Successive halving');
    t.notOk(existsSync(join(folder, 'outputs/ensemble')), 'the folder of the run is left alone');
    const asked = questions();
    t.equal(new Set(asked).size, asked.length);
    // three settings on 6, 6 and 3 dialogues or all on 6; then the winner and the config's own on 6 more
    t.ok(asked.length >= 3 * 3 + 3 + 3 + 12 && asked.length <= 3 * 6 + 12, `${asked.length} answers`);

    const told = await hapui(folder, ['tune', '--budget', '0', '--set', 'output.report=false']);
    t.equal(told.code, 0, 'what is stored needs no budget');
    t.equal(server.asked.length, asked.length);
    const stored = usdText(asked.length / 100);
    t.match(told.out, `Cost: 0.00 USD paid in this run, ${stored} USD for stored answers (gpt ${stored}).`);
    t.ok(existsSync(join(folder, 'outputs/ensemble/tuning.json')));
    t.notOk(existsSync(join(folder, 'outputs/ensemble/tuning.html')));
  },
);

t.test('what a trial pays is not told again as the cost of answers that fusion finds stored', async (t) => {
  server.behave(answerPaid);
  const folder = await writePaid(t, { dialogues: 2, labelled: 12, systems: [gpt], config: { tune } });
  const { code, out, err } = await hapui(folder, ['tune']);
  t.equal(code, 0, err);
  const paid = usdText(server.asked.length / 100); // each request costs a cent
  t.match(out, `Cost: ${paid} USD paid in this run, 0.00 USD for stored answers (gpt ${paid}).`);
});
