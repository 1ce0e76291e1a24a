/** What an official document is made of, in the order of GB/T 9704; how it looks is the renderer's business. */
export type Block =
  | Readonly<{ kind: 'addressee'; text: string }>
  | Readonly<{ kind: 'paragraph'; text: string }>
  /** 一、 */
  | Readonly<{ kind: 'heading'; text: string }>
  /** （一） */
  | Readonly<{ kind: 'subheading'; text: string }>
  | Readonly<{ kind: 'table'; head?: readonly string[]; rows: readonly (readonly string[])[]; widthsPercent: readonly number[] }>;

/** What makes a paper an act: without all three it is a draft, and says so (justice 10). */
export type Authority = Readonly<{ documentNo?: string; issuer?: string; sealRef?: string; date?: string }>;
/** An event that the document states something from: by it anyone with the ledger finds the record, and sees that it is the same. */
export type StatedEvent = Readonly<{ zh: string; eventId: string; position: number; sha256: string }>;
export type OfficialDocument = Readonly<{
  title: string;
  authority: Authority;
  blocks: readonly Block[];
  stated: readonly StatedEvent[];
  /** As known at this position of this ledger. */
  knownAt: Readonly<{ ledgerId: string; position: number; simulated: boolean }>;
}>;

export const DRAFT = '草稿';
/** What is missing before the paper is more than a draft. */
export function missingIn({ documentNo, issuer, sealRef }: Authority): readonly string[] {
  const parts = [
    ['文号', documentNo],
    ['签发机关', issuer],
    ['印章', sealRef],
  ] as const;
  return parts.filter(([, value]) => value === undefined || value.trim() === '').map(([name]) => name);
}
export const isDraft = (authority: Authority): boolean => missingIn(authority).length > 0;

/** 2016年12月7日: Arabic figures without leading zeros, as GB/T 9704 has dates. */
export function dateZh(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
/** 十二 and the like, for 一、二、三、 up to ninety-nine. */
export function numeralZh(number: number): string {
  const digits = '零一二三四五六七八九';
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digits[ones] : ''}`;
}

/** Id and hash of an event stand under one another: each is one word that somebody may want to copy whole. */
export type Appendix = Readonly<{
  title: string;
  says: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  widthsPercent: readonly number[];
}>;
/** The annex that names what is stated, for a page on which ids and hashes are not broken. */
export function appendixOf({ stated, knownAt }: OfficialDocument): Appendix {
  return {
    title: APPENDIX_TITLE,
    says: restsOn(knownAt),
    head: ['事项', '序号', '事件编号和内容指纹'],
    rows: stated.map(({ zh, eventId, position, sha256 }) => [zh, String(position), `${eventId}\n${sha256}`]),
    widthsPercent: [24, 9, 67],
  };
}
export const APPENDIX_TITLE = '附件：所述事项的记录';
/** As known where, and how anybody finds it there. */
export const restsOn = ({ ledgerId, position, simulated }: OfficialDocument['knownAt']): string =>
  `以上内容依据账本${ledgerId}截至第${position}号的记录${simulated ? '（模拟时钟，非真实账本）' : ''}。凭下列编号、序号可查到原始记录，内容指纹（SHA-256）一致即未变动。`;
