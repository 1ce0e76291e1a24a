import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessContract } from '../contract/access-log.contract-suite.js';
import { openSqliteAccessLog } from './index.js';

accessContract('sqlite', async (keys) => openSqliteAccessLog(mkdtempSync(join(tmpdir(), 'access-')), { keys }));
