import t from 'tap';
import { continuingCommand } from '../../src/commands/continuing.ts';

t.test('keeps what chooses the work, drops what would begin again or end early', async (t) => {
  t.equal(continuingCommand('run', {}), 'hapui run');
  t.equal(
    continuingCommand('run', {
      config: 'a b.yaml',
      set: ['seed=7'],
      output: 'out',
      limit: 5,
      only: ['x', "it's"],
      shard: '1/2',
      workers: 2,
      budget: 0.5,
      allowCommands: true,
      ...{ fresh: true, deadline: 60 },
    }),
    "hapui run 'a b.yaml' --set seed=7 --output out --limit 5 --only x 'it'\\''s' --shard 1/2 --workers 2 --budget 0.5 --allow-commands",
  );
  t.equal(
    continuingCommand('merge-runs', { config: 'a.yaml', shards: ['out/a.1-of-2', 'out/a.2-of-2'] }),
    'hapui merge-runs a.yaml --shards out/a.1-of-2 out/a.2-of-2',
  );
  t.equal(continuingCommand('train', { out: 'x.json' }), 'hapui train --out x.json');
});
