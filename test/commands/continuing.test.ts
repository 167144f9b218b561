import t from 'tap';
import { continuingCommand } from '../../src/commands/continuing.ts';

t.test('keeps what chooses the work, drops what would begin again or end early', async (t) => {
  t.equal(continuingCommand({}), 'hapui run');
  t.equal(
    continuingCommand({
      config: 'a b.yaml',
      set: ['seed=7'],
      output: 'out',
      limit: 5,
      only: ['x', "it's"],
      shard: '1/2',
      workers: 2,
      allowCommands: true,
      fresh: true,
      deadline: 60,
    }),
    "hapui run 'a b.yaml' --set seed=7 --output out --limit 5 --only x 'it'\\''s' --shard 1/2 --workers 2 --allow-commands",
  );
});
