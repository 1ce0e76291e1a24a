import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLogContract } from '../contract/event-log.contract-suite.js';
import { openSqliteEventLog } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'zelian-log-'));
afterAll(() => rmSync(root, { recursive: true }));

eventLogContract('sqlite', async () => openSqliteEventLog(mkdtempSync(join(root, 'ledger-'))));
