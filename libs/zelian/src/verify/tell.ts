import type { Message } from '#kernel';
import { TILE_WIDTH, type VerifierKey } from '#transparency';
import { joined, told, type Check, type Fault } from './check.js';
import type { HeadsChecked, HeldCheckpoint, VerifyTrust } from './checkpoint-check.js';
import type { VaultFound } from './commitment-use.js';
import type { IndexWalk } from './index-walk.js';
import type { RowsFound } from './row-check.js';
import type { SignedHeadFound } from './signed-heads.js';
import type { TreeWalk } from './tree-walk.js';

/** Checkpoints: those published, the one beside the key, those held outside. */
export function checkpointsCheck(heads: readonly SignedHeadFound[], { held, findings }: HeadsChecked, trust: VerifyTrust | undefined): Check {
  const outside = heads.filter(({ source }) => source === 'outside').length;
  const by: Message = trust?.log
    ? { zh: '按所给公钥', en: 'by the keys given' }
    : { zh: '按账本自己登记的公钥', en: 'by the keys that the log itself adopted' };
  const last = held.at(-1);
  const sound: Message =
    heads.length === 0
      ? { zh: '尚无检查点', en: 'there is no checkpoint yet' }
      : {
          zh: `${held.length}个均与账本一致，最后一个到${last?.size}个事件${outside > 0 ? `；其中他处保存的${outside}个（签名${by.zh}核对）` : ''}`,
          en: `all ${held.length} agree with the log, the last over ${last?.size} events${outside > 0 ? `; ${outside} of them held outside (signatures ${by.en})` : ''}`,
        };
  const faults = findings.map(({ head: { name }, bad: { position, upTo, zh, en } }): Fault => ({
    ...{ place: name, what: { zh, en } },
    ...(position !== undefined && { position }),
    ...(upTo !== undefined && { upTo }),
  }));
  return told(['checkpoints', '检查点', 'checkpoints'], { faults, sound });
}

export function tilesCheck({ badTiles, tilesCompared }: TreeWalk): Check {
  const faults = badTiles.map(({ tile: { level, index, width }, position, fault }): Fault => ({
    ...{ place: `tile/${level}/${index}`, position },
    // A hash of an upper tile stands for a whole subtree of leaves.
    ...(level > 0 && { upTo: position + TILE_WIDTH ** level - 1 }),
    what: {
      zh: `瓦片${level}/${index}（宽${width}）自第${position}号起${fault === 'differs' ? '与重算不符' : '无法读取'}`,
      en: `tile ${level}/${index} (width ${width}) ${fault === 'differs' ? 'differs' : 'cannot be read'} from position ${position} on`,
    },
  }));
  return told(['tiles', '树瓦片', 'tiles'], { faults, sound: { zh: `${tilesCompared}个与重算一致`, en: `${tilesCompared} tiles are what the events give` } });
}

/** Each witness or auditor that the asker names has to have signed some checkpoint that holds. */
export function cosignersCheck({ held }: HeadsChecked, cosigners: readonly VerifierKey[]): Check {
  const lastOf = ({ name }: VerifierKey) => held.findLast(({ cosignedBy }) => cosignedBy.some((one) => one.startsWith(`${name}+`)))?.size;
  const faults = cosigners.flatMap((key) =>
    lastOf(key) === undefined
      ? [{ place: key.name, what: { zh: `${key.name}没有见证过任何检查点`, en: `${key.name} cosigned no checkpoint that holds` } }]
      : [],
  );
  const sound = cosigners.map((key) => ({ zh: `${key.name}见证到${lastOf(key)}个事件`, en: `${key.name} cosigned ${lastOf(key)} events` }));
  return told(['cosigners', '见证与审计签名', 'cosignatures'], { faults, sound: joined(sound) });
}

/** What the log's server no longer holds, position by position. */
export function serverCheck(found: readonly Readonly<{ position?: number; upTo?: number; what: Message }>[]): Check {
  const faults = found.map(({ position, upTo, what }): Fault => {
    if (position === undefined) return { what };
    return upTo === undefined
      ? { position, what: { zh: `第${position}号：${what.zh}`, en: `at ${position}: ${what.en}` } }
      : { position, upTo, what: { zh: `第${position}号至第${upTo}号：${what.zh}`, en: `from ${position} to ${upTo}: ${what.en}` } };
  });
  return told(['server', '记录服务器上的数据流', 'streams on the server'], {
    faults,
    sound: { zh: '与全序一致，无删除、清除或涂去', en: 'as in the one order: nothing deleted, scavenged or redacted' },
  });
}

export function indexCheck({ bad, compared }: IndexWalk): Check {
  const faults = bad ? [{ ...bad, what: { zh: `第${bad.position}号：${bad.what.zh}`, en: `at ${bad.position}: ${bad.what.en}` } }] : [];
  return told(['subjectIndex', '主体索引', 'index of subjects'], {
    faults,
    sound: { zh: `${compared}个索引事件与重算一致`, en: `${compared} index events are what the events give` },
  });
}

const ROWS = ['storedRows', '视图数据与重建一致', 'stored rows'] as const;

export function rowsCheck({ views, behind, none, faults }: RowsFound): Check {
  if (none)
    return told(ROWS, {
      faults,
      sound: {
        zh: '此处没有存储的视图数据，无可核对；下次启动时由记录重建',
        en: 'no rows are stored here, so there is nothing to hold against the events; they are built at the next start',
      },
    });
  const late: Message = behind > 0 ? { zh: `，其中${behind}个尚未处理到末尾`, en: `, ${behind} of them not up to the end yet` } : { zh: '', en: '' };
  return told(ROWS, {
    faults,
    sound: { zh: `${views}个视图与由记录重建的一致${late.zh}`, en: `the rows of ${views} views are what the events give${late.en}` },
  });
}

/** Every committed value present, erased on record, or named. */
export function vaultCheck({ held, erased, left, faults }: VaultFound): Check {
  const rest: Message = left > 0 ? { zh: `，${left}项未随事件带来`, en: `, ${left} came without their values` } : { zh: '', en: '' };
  return told(['vault', '私密内容与承诺值', 'private values'], {
    faults,
    sound: {
      zh: `${held}项均与承诺值相符，${erased}项按记录消除${rest.zh}`,
      en: `all ${held} values open their commitments, ${erased} were erased on record${rest.en}`,
    },
  });
}

/** What this machine alone cannot tell (reliability: a log whose checkpoint stays on the same machine proves nothing against its operator). */
export function tailCheck(held: readonly HeldCheckpoint[]): Check {
  const outside = held.findLast(({ source }) => source === 'outside');
  const detail: Message = outside
    ? {
        zh: `前${outside.size}个事件与他处保存的检查点一致；其后的末尾事件被删除，本机不能发现`,
        en: `the first ${outside.size} events are those of a checkpoint held elsewhere; deletion of the last events behind them is not visible here`,
      }
    : {
        zh: '末尾事件被删除、数据与密钥一同被恢复到较早状态，以及持有密钥者重写历史，本机不能发现：须有他处保存的检查点（--checkpoint）',
        en: 'deletion of the last events, data and keys put back together, and history rewritten by whoever holds the keys are not visible here: that needs a checkpoint held elsewhere',
      };
  return told(['tail', '本机核验的限度', 'what this machine cannot tell'], { faults: [], sound: detail });
}
