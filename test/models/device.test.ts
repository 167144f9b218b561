import t from 'tap';
import { chooseDevice, devicePattern, deviceReport, probeDevice } from '../../src/models/device.ts';
import { loadRuntime } from '../../src/models/onnx.ts';

t.test('the names of devices', async (t) => {
  for (const name of ['auto', 'cpu', 'cuda', 'cuda:12']) t.match(name, devicePattern);
  for (const name of ['gpu', 'cuda:', 'cuda:x', ' cpu']) t.notMatch(name, devicePattern);
});

t.test('the report follows the profile, not the request', async (t) => {
  const chosen = { requested: 'cuda:1', providers: [{ name: 'cuda', deviceId: 1 }, 'cpu'], why: '' } as const;
  t.same(deviceReport(chosen, { CUDAExecutionProvider: 90, CPUExecutionProvider: 10 }), {
    requested: 'cuda:1',
    used: 'cuda:1',
    why: 'CUDA ran 90 of 100 nodes of the first batch',
  });
  t.match(deviceReport(chosen, { CUDAExecutionProvider: 1, CPUExecutionProvider: 99 }), { used: 'cpu' });
  const cpu = { requested: 'auto', providers: ['cpu'], why: 'CUDA cannot be used: none' } as const;
  t.same(deviceReport(cpu, {}), { requested: 'auto', used: 'cpu', why: 'CUDA cannot be used: none' });
});

t.test('a device that is not there: auto goes on with a reason, cuda stops, doctor is told', async (t) => {
  const runtime = await loadRuntime();
  // 63: no machine has so many.
  await t.rejects(chooseDevice(runtime, 'cuda:63'), { code: 'missing-dependency' });
  t.match(await probeDevice('cuda:63'), { requested: 'cuda:63', used: 'none', why: /CUDA cannot be used/ });
  t.match(await chooseDevice(runtime, 'cpu'), { providers: ['cpu'], why: 'as configured' });
  t.match(await probeDevice('auto'), { requested: 'auto', used: /^(cpu|cuda:0)$/ });
  t.match(await probeDevice('cpu', 'no-such-package'), { used: 'none', why: /npm install no-such-package/ });
});
