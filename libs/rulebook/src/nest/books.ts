import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { mustBePlain, parseStrictJson, Rejection } from '#kernel';
import pingli2016 from '../../books/pingli-2016.json';
import ruleBookSchema from '../../books/rule-book.schema.json';
import type { RuleBook } from '../book.js';
import { shapeFaultZh } from './shape-words.js';

/** The published JSON Schema of a rule book, draft 2020-12. */
export { ruleBookSchema };

const SHIPPED: Readonly<Record<string, unknown>> = { 'pingli-2016': pingli2016 };
/** Ids of the books that come with the product. */
export const shippedBooks: readonly string[] = Object.keys(SHIPPED);

const STRICT = { allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true, discriminator: true } as const;
/** That the schema is a schema is a test's question: asking it at each start took as long as compiling it, and optimising what runs once longer. */
const AJV = { ...STRICT, meta: false, validateSchema: false, code: { optimize: false } } as const;
let compiled: ValidateFunction<RuleBook> | undefined;
/** Compiled when first asked for: most commands have nothing to do with a book's shape. */
const shape = (): ValidateFunction<RuleBook> => (compiled ??= new Ajv2020(AJV).compile<RuleBook>(ruleBookSchema));
const ERRORS_SHOWN = 5;

/** Whether a document has the shape of a rule book; the path and reason of each place where it has not. */
export const shapeErrors = (document: unknown, language: 'zh' | 'en' = 'en'): readonly string[] =>
  faultsOf(document).map((fault) => `${fault.instancePath || '/'} ${language === 'zh' ? shapeFaultZh(fault) : `${fault.message}${unexpected(fault.params)}`}`);

/** The first of them, as one text. */
export const firstShapeErrors = (document: unknown, language: 'zh' | 'en'): string =>
  shapeErrors(document, language)
    .slice(0, ERRORS_SHOWN)
    .join(language === 'zh' ? '；' : '; ');

function faultsOf(document: unknown): readonly ErrorObject[] {
  const validate = shape();
  return validate(document) ? [] : (validate.errors ?? []).filter(tells);
}

/** A failed `oneOf` repeats itself as one error per branch; what is kept says where and what. */
const tells = ({ keyword }: ErrorObject): boolean => keyword !== 'if' && keyword !== 'const';
const unexpected = ({ additionalProperty }: Record<string, unknown>): string => (additionalProperty === undefined ? '' : ` (${String(additionalProperty)})`);

/** @throws Rejection `book.malformed` that names the first places where the document is no rule book. */
export function mustBeBook(document: unknown): RuleBook {
  mustBePlain(document, 'book.malformed');
  if (faultsOf(document).length === 0) return document as RuleBook;
  throw new Rejection('book.malformed', {
    zh: `文档不符合规则的JSON Schema：${firstShapeErrors(document, 'zh')}`,
    en: `the document does not follow the rule book schema: ${firstShapeErrors(document, 'en')}`,
  });
}

/** A book from a JSON text, strictly read and checked against the schema. @throws Rejection */
export const parseBook = (text: string): RuleBook => mustBeBook(parseStrictJson(text));

/** A shipped book by its id, or a book from a file. @throws Rejection `book.no-file`, `json.*`, `book.malformed` */
export async function readBook(idOrFile: string): Promise<RuleBook> {
  if (Object.hasOwn(SHIPPED, idOrFile)) return mustBeBook(SHIPPED[idOrFile]);
  return parseBook(await textOf(idOrFile));
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code ?? 'unknown';
    throw new Rejection('book.no-file', {
      zh: `无法读取规则文件（${reason}），也没有这一编号的内置规则`,
      en: `the book's file cannot be read (${reason}) and no shipped book has this id`,
    });
  });
  if (!isUtf8(bytes)) throw new Rejection('book.not-utf8', { zh: '文件不是UTF-8编码', en: 'the file is not UTF-8' });
  return bytes.toString('utf8');
}
