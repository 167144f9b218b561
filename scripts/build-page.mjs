// Bundles the script and the style of the report's page, src/report/page/, into src/report/page-bundle.ts, so that `dist`
// needs nothing else. `npm run build:page` writes it; a test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync, transformSync } from 'esbuild';

const path = (name) => fileURLToPath(new URL(`../src/report/${name}`, import.meta.url));
const target = ['chrome123', 'firefox125', 'safari17.5'];

/** The text of `src/report/page-bundle.ts`. */
export const pageBundle = () => {
  const { outputFiles } = buildSync({
    entryPoints: [path('page/main.ts')],
    bundle: true,
    format: 'iife',
    minify: true,
    target,
    write: false,
    logLevel: 'error',
    tsconfigRaw: '{}',
  });
  const style = transformSync(readFileSync(path('page/style.css'), 'utf8'), {
    loader: 'css',
    minify: true,
    target,
  });
  return `/** Made by \`npm run build:page\` from src/report/page/. */
export const pageScript = ${JSON.stringify(outputFiles[0].text)};
export const pageStyle = ${JSON.stringify(style.code)};
`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path('page-bundle.ts'), pageBundle());
