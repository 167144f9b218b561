import t from 'tap';
import type { Config } from '../../src/config/config.ts';
import { environmentSecrets, secretsOf } from '../../src/config/secret-values.ts';

const values = (secrets: ReturnType<typeof secretsOf>): string[] => secrets.map(({ value }) => value);

t.test('variables with the name of a secret are secrets, referred to or not', async (t) => {
  const found = environmentSecrets({ HF_TOKEN: 'hf_12345', PATH: '/usr/local/bin', X_API_KEY: 'short' });
  t.same(found, [{ value: 'hf_12345', name: '${HF_TOKEN}' }]);
});

t.test('what a config refers to is hidden, short words only where they are keys', async (t) => {
  const config = {
    systems: [{ options: { api_key: '${KEY}', device: '${DEVICE}', base_url: '${URL}/v1' } }],
  } as unknown as Config;
  const env = {
    KEY: 'four',
    DEVICE: 'cuda',
    URL: 'https://me:p%40ss@example.test/?sig=abcdef',
    OTHER: 'unrelated',
  };
  t.same(values(secretsOf(config, env)), ['four', env.URL, 'p%40ss', 'p@ss', 'abcdef']);
});
