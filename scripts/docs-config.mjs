// Writes what follows from the schemas of the config: docs/config.md and configs/ensemble.schema.json. Run after `tsc -p .`.
import { writeFileSync } from 'node:fs';
import { configJsonSchema, configReference, hapuiTables } from '../dist/config/index.js';

const write = (path, text) => writeFileSync(new URL(`../${path}`, import.meta.url), text);

write('docs/config.md', configReference(hapuiTables));
write('configs/ensemble.schema.json', `${JSON.stringify(configJsonSchema(hapuiTables), null, 2)}\n`);
