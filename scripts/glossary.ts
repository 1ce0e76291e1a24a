import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contexts } from '../libs/zelian/src/contexts.js';
import { glossaryOf } from './glossary-text.js';

/** `npm run glossary`: the vocabulary as the code has it. */
writeFileSync(join(__dirname, '../docs/glossary.md'), glossaryOf(contexts));
