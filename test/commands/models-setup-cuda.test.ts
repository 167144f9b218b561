import t from 'tap';
import { modelsSetupCuda } from '../../src/commands/models-setup-cuda.ts';

t.test('a machine that ONNX Runtime has no CUDA libraries for is told so', async (t) => {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor;
  Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
  t.teardown(() => Object.defineProperty(process, 'platform', platform));
  const io = { out: () => {}, err: () => {}, env: {}, cwd: '.', isTerminal: false, now: () => 0 };
  await t.rejects(modelsSetupCuda({}, io), { code: 'missing-dependency', message: /Linux on x64/ });
});
