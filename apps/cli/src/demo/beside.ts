import { fork, type ChildProcess } from 'node:child_process';
import { workerOf, workerOptions } from '../worker-of.js';
import type { OpenOptions } from '#zelian';
import type { AppealShown } from './appeal.js';

export type Question = Readonly<{ directory: string; keysFolder: string }> & Pick<OpenOptions, 'logAt' | 'rowsAt'>;
export type Answer = Readonly<{ appeal: AppealShown }>;

/**
 * A second process that reads the demo's ledger, as a reviewer would while it is in use: started early, because loading takes a second, it replays the appeal
 * while this process verifies and rebuilds.
 */
export class Beside {
  private readonly child: ChildProcess = fork(workerOf(__dirname), { execArgv: [...workerOptions()], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  private said: Answer | undefined;
  /** Whatever was sent has arrived by then. */
  private readonly gone = new Promise<void>((resolve) => this.child.on('disconnect', resolve).on('error', () => resolve()));

  constructor(private readonly question: Question) {
    this.child.on('message', (answer: Answer) => (this.said = answer));
  }

  ask(): void {
    if (this.child.connected) this.child.send(this.question);
  }

  /** @throws Error when the reader ended without an answer; what stopped it stands on the error output */
  async answer(): Promise<Answer> {
    await this.gone;
    if (!this.said) throw new Error('the reader beside the demo ended without an answer');
    return this.said;
  }

  /** Lets the reader go, asked or not. */
  end(): void {
    if (this.child.connected) this.child.disconnect();
  }
}
