/** gzip around a capture (RFC 1952): recognised by its magic, taken off in constant memory. */
import { crc32 } from "./crc32.ts";
import { PcapError } from "./errors.ts";
import { Inflater, InflateStatus } from "./inflate.ts";

const HEADER_LENGTH = 10;
const TRAILER_LENGTH = 8;
const METHOD_DEFLATE = 8;
/** Longest member header that is looked for: fixed part, extra field, file name and comment. */
const MAX_MEMBER_HEADER_LENGTH = 1_048_576;

const Flag = { HeaderCrc: 2, Extra: 4, Name: 8, Comment: 16 } as const;

/** The compressed bytes with what has been read ahead of them. */
class CompressedInput {
  /** Read and not consumed. */
  rest: Uint8Array = new Uint8Array(0);
  /** Compressed octets consumed before {@link rest}. */
  position = 0;
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterator<Uint8Array>) {
    this.#source = source;
  }

  /** The next chunk as it is, undefined at the end. */
  async pull(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#source.next();
    return done === true ? undefined : value;
  }

  /** Reads until `rest` has `length` octets; false when the input ends before. */
  async require(length: number): Promise<boolean> {
    while (this.rest.length < length) {
      const chunk = await this.pull();
      if (chunk === undefined) return false;
      const joined = new Uint8Array(this.rest.length + chunk.length);
      joined.set(this.rest);
      joined.set(chunk, this.rest.length);
      this.rest = joined;
    }
    return true;
  }

  consume(length: number): void {
    this.rest = this.rest.subarray(length);
    this.position += length;
  }

  /** Lets the source go when its end is not of interest. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

/**
 * Passes `source` through, or decompresses it if it begins with gzip's magic.
 *
 * Several members are read as one stream; bytes after the last that begin no further member are
 * ignored, as gzip itself does. What is yielded is valid until the next one is asked for.
 *
 * @throws {PcapError} `PCAP_GZIP_CUT_SHORT` or `PCAP_GZIP_DAMAGED`, after every octet before the
 * damage has been yielded.
 */
export async function* gunzipIfNeeded(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = new CompressedInput(source[Symbol.asyncIterator]());
  try {
    await input.require(2);
    if (isGzip(input.rest)) {
      do yield* readMember(input);
      while ((await input.require(2)) && isGzip(input.rest));
      return;
    }
    if (input.rest.length > 0) yield input.rest;
    for (;;) {
      const chunk = await input.pull();
      if (chunk === undefined) return;
      yield chunk;
    }
  } finally {
    await input.close();
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function* readMember(input: CompressedInput): AsyncGenerator<Uint8Array, void, undefined> {
  await skipMemberHeader(input);
  const inflater = new Inflater();
  const start = input.position;
  let given = input.rest.length;
  inflater.give(input.rest);
  let crc = 0;
  let length = 0;
  for (;;) {
    const status = inflater.run();
    const output = inflater.take();
    if (output.length > 0) {
      crc = crc32(crc, output);
      length = (length + output.length) >>> 0;
      yield output;
    }
    if (status === InflateStatus.Done) break;
    if (status === InflateStatus.NeedInput) {
      const chunk = await input.pull();
      given += chunk?.length ?? 0;
      inflater.give(chunk);
    } else if (status === InflateStatus.CutShort) {
      throw cutShort(start + given);
    } else if (status === InflateStatus.Damaged) {
      throw damaged(start + given - inflater.pending, "its compressed data makes no sense");
    }
  }
  const { unused } = inflater;
  input.rest = unused.slice();
  input.position = start + given - unused.length;
  await checkTrailer(input, crc, length);
}

/** RFC 1952 §2.3. */
async function skipMemberHeader(input: CompressedInput): Promise<void> {
  if (!(await input.require(HEADER_LENGTH))) throw cutShort(input.position + input.rest.length);
  if (input.rest[2] !== METHOD_DEFLATE) {
    throw damaged(input.position + 2, `it names the unknown compression method ${input.rest[2]}`);
  }
  const flags = input.rest[3]!;
  input.consume(HEADER_LENGTH);
  if ((flags & Flag.Extra) !== 0) {
    await skip(input, 2 + ((await input.require(2)) ? input.rest[0]! | (input.rest[1]! << 8) : 0));
  }
  if ((flags & Flag.Name) !== 0) await skipString(input);
  if ((flags & Flag.Comment) !== 0) await skipString(input);
  if ((flags & Flag.HeaderCrc) !== 0) await skip(input, 2);
}

async function skip(input: CompressedInput, length: number): Promise<void> {
  if (!(await input.require(length))) throw cutShort(input.position + input.rest.length);
  input.consume(length);
}

async function skipString(input: CompressedInput): Promise<void> {
  for (let length = 1; ; length++) {
    if (!(await input.require(length))) throw cutShort(input.position + input.rest.length);
    if (input.rest[length - 1] === 0) {
      input.consume(length);
      return;
    }
    if (length === MAX_MEMBER_HEADER_LENGTH) throw damaged(input.position, "its header has no end");
  }
}

/** RFC 1952 §2.3.1: CRC-32 and length, both little-endian. */
async function checkTrailer(input: CompressedInput, crc: number, length: number): Promise<void> {
  if (!(await input.require(TRAILER_LENGTH))) throw cutShort(input.position + input.rest.length);
  const trailer = new DataView(input.rest.buffer, input.rest.byteOffset, TRAILER_LENGTH);
  const sound = trailer.getUint32(0, true) === crc && trailer.getUint32(4, true) === length;
  if (!sound) throw damaged(input.position, "its checksum does not match its content");
  input.consume(TRAILER_LENGTH);
}

function cutShort(position: number): PcapError {
  return new PcapError(
    "PCAP_GZIP_CUT_SHORT",
    `The gzip file ends at byte ${position} of the compressed data, before it is complete: it was ` +
      "cut short. Everything before that was read; copy the file again for the rest.",
  );
}

function damaged(position: number, what: string): PcapError {
  return new PcapError(
    "PCAP_GZIP_DAMAGED",
    `The gzip file is damaged at about byte ${position} of the compressed data: ${what}. ` +
      "Everything before that was read; copy the file again for the rest.",
  );
}
