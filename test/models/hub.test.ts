import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { fetchFromHub, type HubClient, type HubRequest, hubCache, isHubId } from '../../src/models/hub.ts';

const sha = 'a'.repeat(40);
const weights = 'weights';
const sha256 = createHash('sha256').update(weights).digest('hex');

/** A hub with one model, and what was asked of it. */
const hub = (
  change: Record<string, string | number | object> = {},
): { client: HubClient; asked: string[] } => {
  const asked: string[] = [];
  const answers: Record<string, string | number | object> = {
    '/api/models/owner/name/revision/main': {
      sha,
      siblings: [
        { rfilename: 'config.json', size: 2 },
        { rfilename: 'onnx/model.onnx', size: weights.length, lfs: { sha256 } },
        { rfilename: 'README.md', size: 9 },
      ],
    },
    [`/owner/name/resolve/${sha}/config.json`]: '{}',
    [`/owner/name/resolve/${sha}/onnx/model.onnx`]: weights,
    ...change,
  };
  return {
    asked,
    client: {
      remoteHost: 'http://hub.test/',
      remotePathTemplate: '{model}/resolve/{revision}/',
      fetch: async (url) => {
        const { pathname } = new URL(url);
        asked.push(pathname);
        const answer = answers[pathname];
        if (answer === undefined) return new Response('no', { status: 404 });
        if (typeof answer === 'number') throw new Error('no network');
        return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer));
      },
    },
  };
};

const request = (cache: string, client: HubClient, rest: Partial<HubRequest> = {}): HubRequest => ({
  id: 'owner/name',
  allowDownload: true,
  wanted: (names) => names.filter((name) => name !== 'README.md'),
  cache,
  client,
  ...rest,
});

t.test('a model is fetched once, pinned to its commit, and then found without the network', async (t) => {
  const cache = t.testdir();
  const { client, asked } = hub();
  const folder = await fetchFromHub(request(cache, client));
  t.match(folder, new RegExp(`owner--name/${sha}$`));
  t.equal(await readFile(join(folder, 'onnx/model.onnx'), 'utf8'), weights);
  t.same((await readdir(folder)).sort(), ['config.json', 'onnx'], 'only what is wanted');
  t.equal(asked.length, 3);
  const offline: HubClient = { ...client, fetch: () => Promise.reject(new Error('no network')) };
  t.equal(await fetchFromHub(request(cache, offline, { allowDownload: false })), folder);
});

t.test('nothing is fetched without permission', async (t) => {
  const { client, asked } = hub();
  await t.rejects(fetchFromHub(request(t.testdir(), client, { allowDownload: false })), {
    code: 'missing-dependency',
    message: /allow_download: true/,
  });
  t.same(asked, []);
});

t.test('what arrives damaged, or not at all, is no model', async (t) => {
  const damaged = hub({ [`/owner/name/resolve/${sha}/onnx/model.onnx`]: 'weighty' });
  const cache = t.testdir();
  await t.rejects(fetchFromHub(request(cache, damaged.client)), { message: /model\.onnx arrived damaged/ });
  await t.rejects(fetchFromHub(request(cache, damaged.client, { allowDownload: false })), {
    code: 'missing-dependency',
  });
  t.ok(await fetchFromHub(request(cache, hub().client)), 'and can be fetched again');
  await t.rejects(fetchFromHub(request(t.testdir(), hub().client, { id: 'no/model' })), {
    message: /answered 404/,
  });
  const offline = hub({ '/api/models/owner/name/revision/main': 0 });
  await t.rejects(fetchFromHub(request(t.testdir(), offline.client)), {
    message: /cannot be reached \(no network\)/,
  });
  const odd = hub({ '/api/models/owner/name/revision/main': { sha, siblings: 'none' } });
  await t.rejects(fetchFromHub(request(t.testdir(), odd.client)), { message: /no list of files/ });
});

t.test('a name that leaves the folder is refused', async (t) => {
  const evil = hub({
    '/api/models/owner/name/revision/main': { sha, siblings: [{ rfilename: '../../evil' }] },
  });
  await t.rejects(fetchFromHub(request(t.testdir(), evil.client)), { message: /file name/ });
});

t.test('ids and the cache', async (t) => {
  for (const id of ['t5-small', 'gogamza/kobart-summarization']) t.ok(isHubId(id), id);
  for (const path of ['./x', '/x/y', 'a/b/c', '../x', 'x/', 'a\\b']) t.notOk(isHubId(path), path);
  t.equal(hubCache({ XDG_CACHE_HOME: '/cache' }), '/cache/hapui/hub');
  t.match(hubCache({ XDG_CACHE_HOME: 'relative' }), /\.cache\/hapui\/hub$/);
});
