import type { EvidenceRef, Message } from '#kernel';
import { evidenceRefsIn, hashOf, type EvidenceStore } from '#exchange';
import type { Fault } from './verify/check.js';

type Use = Readonly<{ ref: EvidenceRef; position: number }>;
const FAULTS_SHOWN_MAX = 100;

/** The files that a log refers to, each with the first event that does. */
export class EvidenceUse {
  private readonly uses = new Map<string, Use>();

  note(data: unknown, position: number): void {
    // One file under two sizes is two claims: at most one of them is true.
    for (const ref of evidenceRefsIn(data)) {
      const key = `${ref.sha256} ${ref.sizeBytes}`;
      if (!this.uses.has(key)) this.uses.set(key, { ref, position });
    }
  }

  get size(): number {
    return this.uses.size;
  }

  /** What is missing or no longer what the events say, by the first position that refers to it. Reads every file whole; never throws. */
  async lostIn(store: Pick<EvidenceStore, 'find' | 'open'>): Promise<readonly Fault[]> {
    const lost: Fault[] = [];
    for (const use of this.uses.values()) {
      const what = await faultOf(store, use);
      if (what && lost.length < FAULTS_SHOWN_MAX) lost.push({ position: use.position, place: placeOf(use.ref), what });
    }
    return lost;
  }

  /** Files that no event names yet have to be what their names say, too: they are put before they are named. Never throws. */
  async changedBeside(store: Pick<EvidenceStore, 'entries' | 'open'>): Promise<readonly Fault[]> {
    const named = new Set([...this.uses.values()].map(({ ref }) => ref.sha256));
    const changed: Fault[] = [];
    try {
      for await (const { sha256 } of store.entries()) {
        if (named.has(sha256) || (await hashOf(store.open(sha256))).sha256 === sha256) continue;
        changed.push({ place: placeOf({ sha256 }), what: { zh: `内容已变${sha256}`, en: `changed: ${sha256}` } });
      }
    } catch (error) {
      changed.push({ place: 'evidence', what: { zh: '证据目录无法读取', en: `the files cannot be read: ${String(error)}` } });
    }
    return changed;
  }
}

const placeOf = ({ sha256 }: Pick<EvidenceRef, 'sha256'>): string => `evidence/${sha256}`;

async function faultOf(store: Pick<EvidenceStore, 'find' | 'open'>, { ref: { sha256, sizeBytes }, position }: Use): Promise<Message | undefined> {
  const at = { zh: `${sha256}（首见于第${position}号事件）`, en: `${sha256} (first named by event ${position})` };
  try {
    if (!(await store.find(sha256))) return { zh: `缺失${at.zh}`, en: `missing: ${at.en}` };
    const found = await hashOf(store.open(sha256));
    if (found.sha256 !== sha256) return { zh: `内容已变${at.zh}`, en: `changed: ${at.en}` };
    return found.sizeBytes === sizeBytes
      ? undefined
      : { zh: `大小不符${at.zh}：${found.sizeBytes}字节`, en: `of another size: ${at.en}, ${found.sizeBytes} bytes` };
  } catch (error) {
    return { zh: `无法读取${at.zh}`, en: `cannot be read: ${at.en}: ${String(error)}` };
  }
}
