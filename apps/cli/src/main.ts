import { stdout } from 'node:process';
import { run } from './program.js';

// Who pipes into `head` has seen enough when it closes: that is no fault of ours. The write that failed says so to whoever awaits it.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
void run(process.argv.slice(2)).then((code) => (process.exitCode = code));
