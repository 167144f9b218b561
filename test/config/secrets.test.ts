import t from 'tap';
import { findSecrets } from '../../src/config/secrets.ts';
import { isSecretKey } from '../../src/text/secret-key.ts';

t.test('keys that hold secrets are known by name', async (t) => {
  for (const key of [
    'api_key',
    'apiKey',
    'API_KEY',
    'x-api-key',
    'token',
    'hf_token',
    'access-token',
    'client_secret',
    'password',
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'Ocp-Apim-Subscription-Key',
    'credentials',
  ])
    t.ok(isSecretKey(key), key);
  for (const key of [
    'model',
    'eos_token',
    'max_tokens',
    'tokens',
    'tokenizer',
    'keyboard',
    'monkey',
    'columns',
    'id',
  ])
    t.notOk(isSecretKey(key), key);
});

t.test('a secret must be nothing but references', async (t) => {
  for (const text of ['${KEY}', '${A}${B}', 'Bearer ${KEY}', 'Basic ${KEY}', ''])
    t.strictSame(findSecrets({ api_key: text }), [], text);
  for (const text of ['sk-1', '${KEY}x', 'Bearer sk-1', '${KEY:-sk-1}', 'Bearer ${KEY} sk-1', '$${KEY}'])
    t.match(findSecrets({ api_key: text }), [{ code: 'config-secret', path: ['api_key'] }], text);
});

t.test('addresses may hold secrets too', async (t) => {
  for (const url of [
    'https://me:pw@host',
    'https://:pw@host/v1',
    'https://host/v1?api_key=1',
    'https://host?x=1&access_token=2',
    'https://host?sig=a',
  ])
    t.match(findSecrets({ base_url: url }), [{ code: 'config-secret' }], url);
  for (const url of [
    'https://host/v1',
    'https://me@host',
    'https://${ME}:${PW}@host',
    'https://host?api_key=${KEY}',
    'https://host?page=2',
    'a:b@c',
  ])
    t.strictSame(findSecrets({ base_url: url }), [], url);
});

t.test('secrets are found in lists and maps, and not shown', async (t) => {
  const found = findSecrets({ systems: [{ headers: { Authorization: ['sk-1'] } }] });
  t.match(found, [{ path: ['systems', 0, 'headers', 'Authorization', 0] }]);
  t.notMatch(JSON.stringify(found), /sk-1/u);
});

/** Shaped like keys, and none: put together here so that no scanner takes this file for a leak. */
const shaped = [
  `sk-${'a1B2'.repeat(5)}`,
  `sk-proj-${'a1B2'.repeat(10)}`,
  `sk-ant-api03-${'a1B2'.repeat(10)}`,
  `hf_${'AbCd'.repeat(8)}`,
  `ghp_${'a1B2'.repeat(9)}`,
  `gsk_${'a1B2'.repeat(9)}`,
  `AKIA${'A1B2'.repeat(4)}`,
  `AIza${'a1B2'.repeat(9)}`,
  `xoxb-1234567890123456-${'a1'.repeat(9)}`,
  `eyJ${'a1'.repeat(9)}.eyJ${'b2'.repeat(9)}.c3`,
];

t.test('what has the shape of a key is a secret wherever it stands, and is not shown', async (t) => {
  for (const key of shaped)
    for (const config of [
      { systems: [{ model: key }] },
      { name: key },
      { systems: [`data/${key}.csv`] },
      { systems: [{ model: `\${MODEL:-${key}}` }] },
      { systems: [{ extra: { note: `my key is ${key}` } }] },
      { systems: [{ [key]: 1 }] },
    ]) {
      const found = findSecrets(config);
      t.match(found, [{ code: 'config-secret' }], JSON.stringify(config));
      t.notMatch(JSON.stringify(found), key.slice(-12));
    }
});

t.test('names of models, files and companies are no secrets', async (t) => {
  for (const name of [
    'sk-telecom-kobart-summarization',
    'sk-telecom-ax-4.0-light',
    'skt/A.X-4.0-Light',
    'hf_models',
    'hf_internal_testing_tiny_random_bart',
    'up_to_date.csv',
    'ft:gpt-4o-mini-2024-07-18:team::AbCdEfGh',
    'LGAI-EXAONE/EXAONE-3.5-7.8B-Instruct',
    'meta-llama/Llama-3.1-70B-Instruct',
    'task-1234567890123456789',
    'risk-summarization-2024-korean-dialogues',
  ])
    t.strictSame(findSecrets({ systems: [{ model: name }], name }), [], name);
});
