import { deserialize, serialize, type Document } from 'bson';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const CHECKSUM_PRESENT = 1;

export type Request = Readonly<{ id: number; opCode: number; command: Document }>;

/** Whole messages at the front of what came in, and what is left over. */
export function takeMessages(buffer: Buffer): Readonly<{ messages: readonly Buffer[]; rest: Buffer }> {
  const messages: Buffer[] = [];
  let rest = buffer;
  while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
    messages.push(rest.subarray(0, rest.readInt32LE(0)));
    rest = rest.subarray(rest.readInt32LE(0));
  }
  return { messages, rest };
}

/** Numbers keep their types: 1, 1.0 and 1L are three things to MongoDB. */
const read = (bytes: Buffer): Document => deserialize(bytes, { promoteValues: false });

export function requestIn(message: Buffer): Request {
  const [id, opCode] = [message.readInt32LE(4), message.readInt32LE(12)];
  if (opCode === OP_QUERY) return { id, opCode, command: queryIn(message) };
  if (opCode === OP_MSG) return { id, opCode, command: sectionsIn(message) };
  throw new Error(`the stand-in reads no messages of kind ${opCode}`);
}

/** The driver says its first hello in the old form. */
function queryIn(message: Buffer): Document {
  const name = HEADER + 4;
  const start = message.indexOf(0, name) + 1 + 8;
  return { ...read(message.subarray(start, start + message.readInt32LE(start))), $db: 'admin' };
}

/** The command itself, and lists of documents that travel beside it under the name of its member. */
function sectionsIn(message: Buffer): Document {
  const end = message.length - ((message.readUInt32LE(HEADER) & CHECKSUM_PRESENT) === 0 ? 0 : 4);
  let command: Document = {};
  for (let at = HEADER + 4; at < end;) {
    const kind = message[at]!;
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    command = kind === 0 ? { ...read(section), ...command } : { ...command, ...sequenceIn(section) };
    at += 1 + size;
  }
  return command;
}

function sequenceIn(section: Buffer): Document {
  const nameEnd = section.indexOf(0, 4);
  const documents: Document[] = [];
  for (let at = nameEnd + 1; at < section.length; at += section.readInt32LE(at)) documents.push(read(section.subarray(at, at + section.readInt32LE(at))));
  return { [section.toString('utf8', 4, nameEnd)]: documents };
}

export function reply({ id, opCode }: Request, answer: Document): Buffer {
  const body = Buffer.from(serialize(answer, { ignoreUndefined: true }));
  return opCode === OP_QUERY ? framed(id, OP_REPLY, [Buffer.alloc(16), Buffer.of(1, 0, 0, 0), body]) : framed(id, OP_MSG, [Buffer.alloc(5), body]);
}

function framed(responseTo: number, opCode: number, parts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + parts.reduce((sum, { length }) => sum + length, 0), 0);
  header.writeInt32LE(responseTo, 8);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, ...parts]);
}
