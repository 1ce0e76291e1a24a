import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rowStoreContract } from '../contract/row-store.contract-suite.js';
import { openSqliteRowStore } from './index.js';

rowStoreContract('sqlite', async () => openSqliteRowStore(mkdtempSync(join(tmpdir(), 'rows-'))), 100);
