import { Rejection } from '#kernel';
import { openLedger, type OpenOptions } from '../open.js';
import { told, verdictOf, type Verdict } from './check.js';
import type { VerifyAsk } from './verify-parts.js';

/** That there is no ledger, or that it is somebody else's directory, is no finding about a ledger. */
const NO_LEDGER: readonly string[] = [
  'usage.folder',
  'ledger.absent',
  'ledger.foreign-directory',
  'ledger.log-elsewhere',
  'ledger.log-here',
  'ledger.other-log',
];
/** A server that cannot be asked says nothing about the ledger either. */
const OUT_OF_REACH = /^(ledger|readmodel|vault)\.(uri|unavailable|access-denied|topology|no-client|prefix|open-acl|acl-unknown)$/;

/**
 * Verifies the ledger of a directory without touching it. One that is too damaged to be opened has failed.
 * @throws Rejection `ledger.absent`, `ledger.foreign-directory`, and where rows lie elsewhere and cannot be asked, what says so
 */
export async function verifyDirectory(
  where: Pick<OpenOptions, 'directory' | 'keysFolder' | 'logAt' | 'rowsAt' | 'contexts'>,
  ask: VerifyAsk = {},
): Promise<Verdict> {
  let zelian;
  try {
    zelian = await openLedger({ ...where, mode: 'inspect' });
  } catch (error) {
    if (error instanceof Rejection && (NO_LEDGER.includes(error.code) || OUT_OF_REACH.test(error.code))) throw error;
    return unopened(error);
  }
  try {
    return await zelian.verify(ask);
  } catch (error) {
    return unopened(error);
  } finally {
    await zelian.close();
  }
}

function unopened(error: unknown): Verdict {
  const { zh, en } = error instanceof Rejection ? error.text : { zh: '文件无法读取', en: String(error) };
  const what = { zh: `账本无法打开：${zh}`, en: `the ledger cannot be opened: ${en}` };
  const check = told(['opened', '账本可以打开', 'the ledger can be opened'], { faults: [{ position: 0, what }], sound: what });
  return verdictOf({ events: 0, logHash: '' }, [check], { held: [], findings: [] });
}
