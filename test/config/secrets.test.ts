import t from 'tap';
import { findSecrets, isSecretKey } from '../../src/config/secrets.ts';

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
