import t from 'tap';
import { knownNames, named, recognise, recogniseNumbered, required } from '../../src/dialogues/columns.ts';

const header = (...columns: string[]) => ({ label: 'x.csv', columns });

t.test('columns are recognised without regard to order, case and white space', async (t) => {
  t.equal(recognise(header('Summary', ' FName '), 'id'), ' FName ');
  t.equal(recognise(header('요약', 'fname'), 'summary'), '요약');
  t.equal(recognise(header('a', 'b'), 'id'), undefined);
});

t.test('of several known names the first of the table wins', async (t) => {
  t.equal(recognise(header('id', 'fname'), 'id'), 'fname');
  t.equal(recognise(header('text', 'dialogue'), 'dialogue'), 'dialogue');
});

t.test('numbered columns come by number, of one name only', async (t) => {
  const columns = header('summary10', 'summary2', 'summary_1', 'topic1', 'id', 'target1');
  t.strictSame(recogniseNumbered(columns, knownNames.reference), ['summary_1', 'summary2', 'summary10']);
  t.strictSame(recogniseNumbered(header('id'), knownNames.reference), []);
});

t.test('a name of the config is taken as it is', async (t) => {
  t.equal(required(header('key', 'id'), 'id', 'key'), 'key');
  t.throws(() => named(header('Id'), 'id', 'columns.id'), {
    code: 'input-column',
    message: /Did you mean "Id"/,
  });
});
