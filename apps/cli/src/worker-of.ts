import { extname, join } from 'node:path';
import { projectRoot } from './bench/machine.js';

const SOURCE = extname(__filename) === '.ts';

/** The worker of a folder of this program: the built one, or its source where this file is the source. */
export const workerOf = (folder: string): string => join(folder, `worker${extname(__filename)}`);

/** What a worker's process is started with. Never this process's own options: `-e` among them would make each child start what started this one, and so on. */
export const workerOptions = (): readonly string[] => (SOURCE ? ['-C', 'source', '-r', join(projectRoot(), 'scripts/typescript.cjs')] : []);
