import { decode, Parser } from 'saxen';
import { malformed } from './refusals.js';

export type Attributes = Readonly<Record<string, string>>;
export type XmlHandlers = Readonly<{
  /** `attributes` are read when asked for: most elements are never asked. */
  open?(name: string, attributes: () => Attributes): void;
  close?(name: string): void;
  text?(value: string): void;
}>;

/** Whatever prefix a writer chose: the elements of sheets have none here, those of relationships `r:` (as attributes) and `p:` (packages). */
const NAMESPACES = {
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': 'x',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': 'x',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'p',
} as const;

/** Walks one part. No document type, so no entities but XML's own five; what handlers throw ends the walk. @throws Rejection `workbook.malformed` */
export function walkXml(part: string, xml: string, { open, close, text }: XmlHandlers): void {
  const parser = new Parser();
  parser.ns(NAMESPACES);
  parser.on('error', (error) => {
    throw malformed(`${part}: ${error.message}`);
  });
  parser.on('attention', () => {
    throw malformed(`${part} declares a document type`);
  });
  if (open) parser.on('openTag', (name, attributes) => open(name, () => attributesOf(part, attributes())));
  if (close) parser.on('closeTag', close);
  if (text) {
    parser.on('text', (value, decoded) => text(decoded(value)));
    parser.on('cdata', text);
  }
  parser.parse(xml);
}

function attributesOf(part: string, attributes: Record<string, string> | false): Attributes {
  if (!attributes) throw malformed(`${part}: an attribute cannot be read`);
  for (const [name, value] of Object.entries(attributes)) if (value.includes('&')) attributes[name] = decode(value);
  return attributes;
}
