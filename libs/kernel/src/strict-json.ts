import { Rejection } from './rejection.js';

export const DEPTH_MAX = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * JSON as RFC 8259 has it, without what `JSON.parse` lets through: duplicate keys, lone surrogates, depth over 64 and
 * numbers that are not safe integers are refused, because two readers could see two different documents.
 * `fractions: 'text'`: for documents of others, where a decimal fraction may stand: it comes back as its text, so that nobody rounds it.
 * @throws Rejection with a code `json.*`
 */
export function parseStrictJson(text: string, { fractions = 'refused' }: Readonly<{ fractions?: 'refused' | 'text' }> = {}): unknown {
  const reader = new Reader(text, fractions === 'text');
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;
  constructor(
    private readonly text: string,
    private readonly fractionsAsText: boolean,
  ) {}

  value(depth: number): unknown {
    if (depth > DEPTH_MAX) throw this.refusal('json.too-deep', '嵌套超过64层', `nested deeper than ${DEPTH_MAX}`);
    this.space();
    const first = this.text[this.at];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') return this.string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) throw this.syntax();
  }

  private object(depth: number): Record<string, unknown> {
    const members = new Map<string, unknown>();
    this.items('}', () => {
      this.space();
      if (this.text[this.at] !== '"') throw this.syntax();
      const key = this.string();
      if (members.has(key)) throw this.refusal('json.duplicate-key', `重复的键“${key}”`, `duplicate key "${key}"`);
      this.space();
      this.take(':');
      members.set(key, this.value(depth + 1));
    });
    return Object.fromEntries(members);
  }

  private array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.items(']', () => items.push(this.value(depth + 1)));
    return items;
  }

  private items(close: string, item: () => void): void {
    this.at++;
    this.space();
    if (this.text[this.at] === close) {
      this.at++;
      return;
    }
    for (;;) {
      item();
      this.space();
      if (this.text[this.at] === close) break;
      this.take(',');
    }
    this.at++;
  }

  private string(): string {
    const start = this.at++;
    let result = '';
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined || character < ' ') throw this.syntax();
      this.at++;
      if (character === '"') break;
      result += character === '\\' ? this.escape() : character;
    }
    if (!result.isWellFormed()) {
      this.at = start;
      throw this.refusal('json.lone-surrogate', '字符串含有不成对的代理项', 'a string holds a lone surrogate');
    }
    return result;
  }

  private escape(): string {
    const letter = this.text[this.at++] ?? '';
    if (letter !== 'u') {
      const plain = ESCAPES[letter];
      if (plain === undefined) throw this.syntax();
      return plain;
    }
    const hex = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.syntax();
    this.at += 4;
    return String.fromCharCode(parseInt(hex, 16));
  }

  private number(): number | string {
    NUMBER.lastIndex = this.at;
    const [token] = NUMBER.exec(this.text) ?? [];
    if (token === undefined) throw this.syntax();
    if (this.fractionsAsText && /^-?\d+\.\d+$/.test(token)) {
      this.at += token.length;
      return token;
    }
    const value = Number(token);
    // Money, scores and weights are integers in their smallest unit; a fraction would be rounded somewhere.
    if (!/^-?\d+$/.test(token) || !Number.isSafeInteger(value)) throw this.refusal('json.number', `数字须为安全整数：${token}`, `not a safe integer: ${token}`);
    this.at += token.length;
    return value;
  }

  private space(): void {
    while (this.at < this.text.length && ' \t\n\r'.includes(this.text[this.at]!)) this.at++;
  }

  private take(expected: string): void {
    if (this.text[this.at] !== expected) throw this.syntax();
    this.at++;
  }

  private syntax(): Rejection {
    return this.refusal('json.syntax', 'JSON语法错误', 'not valid JSON');
  }

  private refusal(code: string, zh: string, en: string): Rejection {
    return new Rejection(code, { zh: `${zh}（第${this.at}个字符）`, en: `${en} (at character ${this.at})` });
  }
}
