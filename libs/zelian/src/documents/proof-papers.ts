import { dateOf, isInstant, Rejection } from '#kernel';
import { dateZh, qrRows, renderProofPaper, type ProofPaper, type ProofPart } from '#exchange';
import {
  ASSURANCE_WORDS,
  isRevealed,
  readDossier,
  readStoredDocument,
  ROLE_WORDS,
  sha256,
  verifyDossierFile,
  type Dossier,
  type DossierVerdict,
  type KeyFound,
  type StoredDocument,
} from '#seal';
import { hex, leafHash } from '#transparency';

/** An event of a dossier as papers state it. */
type Stated = Readonly<{ position: number; zh: string; leaf: string; document: StoredDocument }>;

const CHECK_IT =
  '核验办法：在任何一台电脑上，用 zelian dossier verify 或 scripts/verify_dossier.py（只需Python）核验案卷文件，并附上从账本管理方以外得到的公钥或者检查点。均不需联网。';
/** Each step as it is typed, with what stands above on the paper in place of its name. test/journeys/receipt.journey.ts plays it word for word. */
const checkReceipt = (size: string): readonly string[] => [
  '核验办法：上列检查点三行原样存为held.txt；公钥请从账本管理方以外再核对一次。取得文件后均不需联网。',
  `甲、向账本索取包含证明proof.txt（/api/v1/proof/inclusion/事件编号?size=${size}）：`,
  'zelian proof verify proof.txt --leaf 内容指纹 --key 账本公钥 --checkpoint held.txt',
  '乙、或索取案卷dossier.json，运行以下一行（后者只需Python）：',
  'zelian dossier verify dossier.json --event 事件编号 --leaf 内容指纹 --checkpoint held.txt',
  'python3 verify_dossier.py dossier.json --event 事件编号 --leaf 内容指纹 --checkpoint held.txt',
  `丙、日后查明此前记录未被改写，索取later.json（/api/v1/proof/consistency?from=${size}）：`,
  'zelian proof verify later.json --checkpoint held.txt --key 账本公钥',
  '所示序号须与上列账本序号相同；不通过的，请保存文件并提出。',
];
const KEEP_IT = '请妥善保存。持此检查点，可随时查明此前的记录是否被改写、是否被删去。';

/**
 * The dossier as a PDF, with its checkpoint as a code. A paper proves nothing by itself: it says what the file proves, and how that is checked.
 * @throws Rejection `dossier.does-not-hold`, `document.pdf-unavailable`, `document.glyph-missing`
 */
export async function dossierPaper(text: string): Promise<Buffer> {
  const { dossier, events, keys } = sound(text);
  const { subject, stated, exported, checkpoint } = dossier;
  const paper: ProofPaper = {
    size: 'a4',
    title: '责链案卷',
    says: `账本前${stated.covers}件记录中，关于${subject}的事件共${stated.count}件，一件不缺；其后账本另有${stated.after}件记录。${ASSURANCE_WORDS.L0.zh}。${cosignedBy(keys)}`,
    parts: [
      { heading: '案卷', table: { rows: factsOf(dossier), widthsPercent: [22, 78] } },
      { heading: '事件', ...eventsPart(events) },
      ...valuesPart(dossier, events),
      ...clausesPart(dossier),
      ...evidencePart(dossier),
      { heading: '检查点', lines: [inLines(checkpoint.trimEnd(), PAPER_LINE)] },
      { heading: '核验', lines: [CHECK_IT] },
    ],
    code: { rows: qrRows(checkpoint), caption: '检查点（连同签名）' },
    footer: `${subject}　案卷文件指纹 ${dossier.digest.slice(0, 16)}……`,
  };
  return renderProofPaper(paper, exported.at);
}

/**
 * 回执: a small paper for whoever lodged or told something: that the event stands at its place in the log, under this checkpoint.
 * @throws Rejection `dossier.does-not-hold`, `receipt.no-such-event`, `document.pdf-unavailable`
 */
export async function eventReceipt(text: string, eventId: string): Promise<Buffer> {
  const { dossier, events } = sound(text);
  const event = events.find(({ document }) => document.id === eventId);
  if (!event) throw noSuchEvent(dossier);
  const { position, zh, leaf, document } = event;
  const rows = [
    ['事项', zh],
    ['登记日期', dayOf(document.recordedAt)],
    ['事件编号', document.id],
    ['账本序号', String(position)],
    ['内容指纹', leaf],
  ];
  const paper: ProofPaper = {
    size: 'a5',
    title: '登记回执',
    says: '下列事项已登记入账，其内容指纹包含在本回执检查点所签的账本之中。',
    parts: [
      { heading: '登记', table: { rows, widthsPercent: [22, 78] } },
      { heading: '检查点', lines: [bareCheckpoint(dossier), `账本公钥：\n${inLines(dossier.keys.log.at(-1) ?? '—', RECEIPT_LINE)}`] },
      { heading: '核验与保存', lines: [...checkReceipt(sizeOf(dossier)), KEEP_IT] },
    ],
    code: { rows: qrRows(dossier.checkpoint), caption: '检查点（连同签名）' },
    footer: `回执　第${position}号`,
  };
  return renderProofPaper(paper, dossier.exported.at);
}

/** Letters that a line of a small and of a large paper has room for: keys and signatures have no place where a typesetter would break them. */
const [RECEIPT_LINE, PAPER_LINE] = [60, 80] as const;
const inLines = (text: string, letters: number): string => text.replaceAll(new RegExp(`.{${letters}}(?=.)`, 'gu'), '$&\n');

const noSuchEvent = ({ stated: { covers } }: Dossier): Rejection =>
  new Rejection('receipt.no-such-event', {
    zh: `案卷中没有这一事件：案卷只有账本前${covers}件记录中关于该对象的事件；其后登记的，请在签封后另取案卷`,
    en: `the dossier holds no such event: it has those about the subject among the first ${covers} entries; for a later one seal first and take a new dossier`,
  });

const sizeOf = ({ checkpoint }: Dossier): string => checkpoint.split('\n')[1]!;

/** Origin, size and root: what a verifier takes as a checkpoint held. The signatures are in the code. */
const bareCheckpoint = ({ checkpoint }: Dossier): string => checkpoint.split('\n').slice(0, 3).join('\n');

/** Who else signed, by the file's own word: a paper has no reader's keys, so none of them counts. */
function cosignedBy(keys: readonly KeyFound[]): string {
  const names = keys.filter(({ role, signed }) => role !== 'log' && signed).map(({ role, key }) => `${ROLE_WORDS[role].zh}${key.split('+')[0]}`);
  return names.length === 0 ? '' : `检查点上另有${names.join('、')}的签名，公钥由案卷自称：请向其本人核对。`;
}

/** Only what holds leaves. @throws Rejection `dossier.does-not-hold` */
export function mustHold(text: string): DossierVerdict {
  const verdict = verifyDossierFile(Buffer.from(text, 'utf8'));
  if (!verdict.ok)
    throw new Rejection('dossier.does-not-hold', {
      zh: `案卷核验不通过（${verdict.firstProblem!.check}），不予出具：账本可能已被改动，请用zelian verify核验`,
      en: `the dossier fails at ${verdict.firstProblem!.check} and is not given out: the ledger may have been changed, see zelian verify`,
    });
  return verdict;
}

function sound(text: string): Readonly<{ dossier: Dossier; events: readonly Stated[]; keys: readonly KeyFound[] }> {
  const verdict = mustHold(text);
  const dossier = readDossier(text);
  const events = dossier.events.map(({ position, bytes: encoded }): Stated => {
    const bytes = Buffer.from(encoded, 'base64');
    const document = readStoredDocument(bytes);
    return { position, zh: dossier.labels[document.type] ?? document.type, leaf: hex(leafHash(sha256, bytes)), document };
  });
  return { dossier, events, keys: verdict.keys };
}

/** The day in Shanghai of an instant; what is not said is not made up. */
function dayOf(instant: unknown): string {
  return isInstant(instant) ? dateZh(dateOf(instant)) : '—';
}

const factsOf = ({ subject, index, stated, exported, privateValues }: Dossier): readonly (readonly string[])[] => [
  ['对象编号', subject],
  ['事件件数', `${stated.count}件，覆盖账本前${stated.covers}件记录（索引事件第${index.position}号）`],
  ['私密内容', `公开${privateValues.filter(isRevealed).length}项，未公开${privateValues.filter((one) => !isRevealed(one)).length}项`],
  ['制作', `${dayOf(exported.at)}　${exported.by}（未经证明）`],
];

function eventsPart(events: readonly Stated[]): Omit<ProofPart, 'heading'> {
  if (events.length === 0) return { lines: ['覆盖范围内没有关于该对象的任何事件。'] };
  const rows = events.map(({ position, zh, leaf, document }) => [`第${position}号`, `${zh}\n${dayOf(document.recordedAt)}`, `${document.id}\n${leaf}`]);
  return { table: { rows: [['序号', '事项', '事件编号和内容指纹'], ...rows], widthsPercent: [10, 18, 72] } };
}

/** Each under the event that holds its commitment: two of one name belong to two acts. */
function valuesPart({ privateValues, labels }: Dossier, events: readonly Stated[]): readonly ProofPart[] {
  const texts = events.map(({ position, document }) => ({ position, text: JSON.stringify(document) }));
  const rows = privateValues.map((one) => {
    const of = texts.find(({ text }) => text.includes(one.commitment));
    const place = of === undefined ? '' : `第${of.position}号\n`;
    if (!isRevealed(one)) return [`${place}未公开`, one.withheld === '' ? '—' : one.withheld];
    const called = one.field.split('.').map((name) => (Object.hasOwn(labels, name) ? labels[name]! : name));
    return [`${place}${called.join('·')}`, one.value];
  });
  return rows.length === 0 ? [] : [{ heading: '私密内容', table: { rows, widthsPercent: [26, 74] } }];
}

function clausesPart({ clauses }: Dossier): readonly ProofPart[] {
  const rows = clauses.map(({ bookId, bookVersion, clauseId, clauseHash, text }) => [
    `${clauseId}\n${bookId} 第${bookVersion}版`,
    `${wordsOf(text)}\n${clauseHash}`,
  ]);
  return rows.length === 0 ? [] : [{ heading: '引用条款', table: { rows, widthsPercent: [26, 74] } }];
}

/** A clause in its own words, where its text says which they are. */
function wordsOf(text: string | undefined): string {
  if (text === undefined) return '（未附原文）';
  const found = /^\{.*\}$/s.test(text) ? (JSON.parse(text) as Readonly<Record<string, unknown>>) : {};
  const words = [found.zh, found.sourceQuote].filter((one) => typeof one === 'string');
  return words.length === 0 ? text : words.join('\n');
}

function evidencePart({ evidence }: Dossier): readonly ProofPart[] {
  const rows = evidence.map(({ position, sha256: hash, sizeBytes, mediaType }) => [`第${position}号`, `${mediaType}\n${sizeBytes}字节`, hash]);
  return rows.length === 0 ? [] : [{ heading: '证据文件指纹', table: { rows, widthsPercent: [10, 18, 72] } }];
}
