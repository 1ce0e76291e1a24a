import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vaultContract } from '../contract/vault.contract-suite.js';
import { openSqliteVault } from './index.js';

vaultContract('sqlite', async () => openSqliteVault(mkdtempSync(join(tmpdir(), 'vault-'))));
