/**
 * IPP messages (RFC 8010 encoding, RFC 8011 operations), the part that printing a PDF and watching its job needs. Pure: bytes
 * in, values out; a reply that is not IPP gives undefined and never throws.
 */
export const operations = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;
export type Operation = keyof typeof operations;

/** RFC 8010 §3.5.2. */
const valueTags = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeType: 0x49,
} as const;
const delimiters = { operation: 0x01, job: 0x02, end: 0x03 } as const;
/** Tags from 0x10 to 0x1f stand for "there is no value". */
const firstValueTag = 0x20;

export interface Attribute {
  readonly tag: keyof typeof valueTags;
  readonly name: string;
  /** More than one is a set. */
  readonly values: readonly (string | number | boolean)[];
}

export interface IppRequest {
  readonly operation: Operation;
  readonly requestId: number;
  /** After charset and language, which every request begins with. The first must be `printer-uri` or `job-uri`. */
  readonly attributes: readonly Attribute[];
  readonly jobAttributes?: readonly Attribute[];
  readonly document?: Uint8Array;
}

export type IppValue = string | number | boolean;
/** One job or printer: attribute name → its values, none when the printer says that there is no value. */
export type IppGroup = ReadonlyMap<string, readonly IppValue[]>;

export interface IppReply {
  readonly requestId: number;
  /** RFC 8011 appendix B; below 0x0100 is a success. */
  readonly status: number;
  /** Groups after the operation's own, in their order. */
  readonly groups: readonly IppGroup[];
}

export const ippStatus = { notFound: 0x0406, notPossible: 0x0404 } as const;

export function encodeRequest(request: IppRequest): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0200, 0);
  head.writeUInt16BE(operations[request.operation], 2);
  head.writeUInt32BE(request.requestId, 4);
  const always: readonly Attribute[] = [
    { tag: 'charset', name: 'attributes-charset', values: ['utf-8'] },
    { tag: 'naturalLanguage', name: 'attributes-natural-language', values: ['en'] },
  ];
  return Buffer.concat([
    head,
    Buffer.of(delimiters.operation),
    ...[...always, ...request.attributes].map(encodeAttribute),
    ...(request.jobAttributes ? [Buffer.of(delimiters.job), ...request.jobAttributes.map(encodeAttribute)] : []),
    Buffer.of(delimiters.end),
    request.document ?? Buffer.alloc(0),
  ]);
}

function encodeAttribute({ tag, name, values }: Attribute): Buffer {
  return Buffer.concat(
    values.map((value, i) => {
      // The second and further values of a set have an empty name (RFC 8010 §3.1.5).
      const [nameBytes, valueBytes] = [Buffer.from(i === 0 ? name : ''), encodeValue(value)];
      const head = Buffer.alloc(3);
      head.writeUInt8(valueTags[tag]);
      head.writeUInt16BE(nameBytes.length, 1);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(valueBytes.length);
      return Buffer.concat([head, nameBytes, length, valueBytes]);
    }),
  );
}

function encodeValue(value: IppValue): Buffer {
  if (typeof value === 'string') return Buffer.from(value);
  if (typeof value === 'boolean') return Buffer.of(value ? 1 : 0);
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Undefined when the bytes are not a whole IPP reply. */
export function decodeReply(bytes: Uint8Array): IppReply | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 9) return undefined;
  const groups: Map<string, IppValue[]>[] = [];
  let values: IppValue[] = [];
  let at = 8;
  for (;;) {
    const tag = buffer[at];
    if (tag === undefined) return undefined;
    at += 1;
    if (tag === delimiters.end) break;
    if (tag < 0x10) {
      groups.push(new Map());
      continue;
    }
    const field = readField(buffer, at);
    if (!field || groups.length === 0) return undefined;
    at = field.end;
    if (field.name !== '') {
      values = [];
      groups.at(-1)?.set(field.name, values);
    }
    const value = decodeValue(tag, field.value);
    if (value !== undefined) values.push(value);
  }
  return { status: buffer.readUInt16BE(2), requestId: buffer.readUInt32BE(4), groups: groups.slice(1) };
}

function readField(buffer: Buffer, start: number): { name: string; value: Buffer; end: number } | undefined {
  if (start + 2 > buffer.length) return undefined;
  const nameEnd = start + 2 + buffer.readUInt16BE(start);
  if (nameEnd + 2 > buffer.length) return undefined;
  const end = nameEnd + 2 + buffer.readUInt16BE(nameEnd);
  if (end > buffer.length) return undefined;
  return { name: buffer.toString('utf8', start + 2, nameEnd), value: buffer.subarray(nameEnd + 2, end), end };
}

function decodeValue(tag: number, value: Buffer): IppValue | undefined {
  if (tag < firstValueTag) return undefined;
  if (tag === valueTags.integer || tag === valueTags.enum) return value.length === 4 ? value.readInt32BE() : undefined;
  if (tag === valueTags.boolean) return value.length === 1 ? value[0] === 1 : undefined;
  return value.toString('utf8');
}

export function firstNumber(group: IppGroup | undefined, name: string): number | undefined {
  const value = group?.get(name)?.[0];
  return typeof value === 'number' ? value : undefined;
}

export function texts(group: IppGroup | undefined, name: string): readonly string[] {
  return (group?.get(name) ?? []).filter((value) => typeof value === 'string');
}
