import { openForStory } from '../story/in-process.js';
import { appealOf } from './appeal.js';
import type { Answer, Question } from './beside.js';

/** A reader in a process of its own: asks what would be otherwise while the owner of the ledger goes on. Waits until the one who started it says where. */
process.once('message', (question: Question) => {
  answered(question).then(
    (answer) => process.send!(answer, () => process.disconnect()),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
      process.disconnect();
    },
  );
});

async function answered(question: Question): Promise<Answer> {
  const zelian = await openForStory({ ...question, mode: 'read' });
  try {
    return { appeal: await appealOf(zelian) };
  } finally {
    await zelian.close();
  }
}
