/**
 * What tests are compiled with (see `tsconfig.tap.json`): TypeScript's own transpiler, its results kept by content in the
 * temporary folder. Every test file is a process of its own that would otherwise compile the whole of `src/` anew, which
 * took most of them longer than their tests.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const ts = require('typescript');

const folder = join(tmpdir(), 'hapui-test-transpiled');

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // not there yet
  }
};

/** Of several processes that write the same at the same moment, the last wins. */
const write = (path, value) => {
  const draft = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(draft, JSON.stringify(value));
  renameSync(draft, path);
};

/** A transpiler as ts-node wants it: `create({ service })` → `transpile(text, { fileName })`. */
exports.create = ({ service, nodeModuleEmitKind }) => {
  const module = nodeModuleEmitKind === 'nodecjs' ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  const compilerOptions = { ...service.config.options, module, moduleResolution: undefined };
  const settings = JSON.stringify([ts.version, compilerOptions]);
  return {
    transpile: (text, { fileName }) => {
      const key = createHash('sha256').update(`${settings}\n${fileName}\n${text}`).digest('hex');
      const path = join(folder, `${key}.json`);
      const kept = read(path);
      if (kept) return kept;
      const { outputText, sourceMapText } = ts.transpileModule(text, { compilerOptions, fileName });
      write(path, { outputText, sourceMapText });
      return { outputText, sourceMapText };
    },
  };
};
