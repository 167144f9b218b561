import t from 'tap';
import { createCommandTokenizer } from '../../src/models/command.ts';

const script = (body: string): readonly string[] => [process.execPath, '-e', body];
const echoing = script('process.stdin.pipe(process.stdout)');

t.test('every text is a line of input and its tokens a line of output', async (t) => {
  const tokenizer = await createCommandTokenizer(echoing);
  t.strictSame(await tokenizer.tokenize(['가 나', '', '다\r\n라\u2028마']), [
    ['가', '나'],
    [],
    ['다', '라', '마'],
  ]);
  t.strictSame(await tokenizer.tokenize(['한 줄']), [['한', '줄']]);
  t.strictSame(await tokenizer.tokenize([]), []);
  await tokenizer.close();
});

t.test('concurrent calls get their own answers', async (t) => {
  const tokenizer = await createCommandTokenizer(echoing);
  const answers = await Promise.all(['가', '나', '다'].map((text) => tokenizer.tokenize([text])));
  t.strictSame(answers, [[['가']], [['나']], [['다']]]);
  await tokenizer.close();
});

t.test('a program that is not there is a missing dependency', async (t) => {
  const tokenizer = await createCommandTokenizer(['hapui-no-such-program']);
  await t.rejects(tokenizer.tokenize(['가']), {
    code: 'missing-dependency',
    data: { program: 'hapui-no-such-program' },
  });
});

t.test('an answer of another number of lines is refused', async (t) => {
  const tokenizer = await createCommandTokenizer(script('console.log("가")'));
  await t.rejects(tokenizer.tokenize(['가', '나']), { code: 'config-value', message: /1 lines for 2 texts/ });
});

t.test('a program that fails is told with what it said, and the next call is tried', async (t) => {
  const tokenizer = await createCommandTokenizer(script('console.error("no dictionary"); process.exit(3)'));
  for (let call = 0; call < 2; call++) {
    await t.rejects(tokenizer.tokenize(['가']), {
      code: 'config-value',
      message: /exit code 3 no dictionary/,
    });
  }
});

t.test('a program that never answers is stopped', async (t) => {
  const tokenizer = await createCommandTokenizer(script('setInterval(() => {}, 1000)'), { timeoutMs: 50 });
  await t.rejects(tokenizer.tokenize(['가']), {
    code: 'config-value',
    message: /no answer in time.*item_seconds/,
  });
});

t.test('a program that writes without end is stopped', async (t) => {
  const tokenizer = await createCommandTokenizer(
    script('const more = () => process.stdout.write("y\\n".repeat(50_000), more); more()'),
  );
  await t.rejects(tokenizer.tokenize(['가']), { code: 'config-value', message: /more than \d+ bytes/ });
  await tokenizer.close();
});

t.test('an argument that is a device is not read', { skip: process.platform === 'win32' }, async (t) => {
  const tokenizer = await createCommandTokenizer([...echoing, '/dev/zero']);
  t.match(tokenizer.version, /^[0-9a-f]{16}$/);
  await tokenizer.close();
});

t.test('closing stops a running program', async (t) => {
  const tokenizer = await createCommandTokenizer(script('setInterval(() => {}, 1000)'));
  const answer = t.rejects(tokenizer.tokenize(['가']));
  await tokenizer.close();
  await answer;
});

t.test('the version tells programs and scripts apart', async (t) => {
  const versions = [echoing, script('0'), ['hapui-no-such-program'], [process.execPath, 'package.json']].map(
    async (command) => (await createCommandTokenizer(command)).version,
  );
  t.equal(new Set(await Promise.all(versions)).size, 4);
});
