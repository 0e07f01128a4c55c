/** Chunks of RTMP, "Adobe's Real Time Messaging Protocol" 1.0 §5.3: their headers, and what they leave out. */

import { Gathered } from "./gathered.ts";

const DEFAULT_CHUNK_SIZE = 128;
/** Chunk streams of a direction that are remembered; players use a handful. */
const MAX_STREAMS = 32;
/** Octets of a message that are kept; commands are short, and media is not read. */
const MAX_KEPT = 8192;
const EXTENDED = 0xff_ffff;

/** What a chunk stream's last header said, and the message that it carries. */
export class ChunkStream {
  length = 0;
  type = 0;
  stream = 0;
  hasExtendedTime = false;
  readonly message: Gathered = new Gathered(MAX_KEPT);
}

/** One direction of a connection. */
export class ChunkSide {
  /** Parts of the handshake that were read. */
  handshake = 0;
  chunkSize: number = DEFAULT_CHUNK_SIZE;
  readonly streams: Map<number, ChunkStream> = new Map();

  /** Octets that messages which are not whole hold. */
  get held(): number {
    let octets = 0;
    for (const { message } of this.streams.values()) octets += Math.min(message.length, MAX_KEPT);
    return octets;
  }

  forget(): void {
    for (const { message } of this.streams.values()) message.take();
  }

  /** The chunk stream, remembered from now on. */
  stream(id: number): ChunkStream {
    const known = this.streams.get(id);
    if (known !== undefined) return known;
    const made = new ChunkStream();
    this.streams.set(id, made);
    if (this.streams.size > MAX_STREAMS) this.streams.delete(this.streams.keys().next().value!);
    return made;
  }
}

export interface Chunk {
  /** 0 has a whole header, 1 no message stream, 2 no length and type either, 3 nothing. */
  readonly format: number;
  readonly id: number;
  /** Offset of the header behind format and chunk stream. */
  readonly header: number;
  readonly data: number;
  /** Octets of the message in this chunk, and in all. */
  readonly size: number;
  readonly length: number;
  readonly type: number;
  readonly stream: number;
  readonly hasExtendedTime: boolean;
}

const HEADER_LENGTHS: readonly number[] = [11, 7, 3, 0];

/** The chunk at `off`; undefined where more octets than `[off, end)` are needed to tell. */
export function chunkAt(
  view: DataView,
  off: number,
  end: number,
  side: ChunkSide,
): Chunk | undefined {
  const first = view.getUint8(off);
  const format = first >>> 6;
  const short = first & 0x3f;
  const header = off + (short === 0 ? 2 : short === 1 ? 3 : 1);
  const after = header + HEADER_LENGTHS[format]!;
  if (after > end) return undefined;
  const id = idOf(view, off, short);
  const known = side.streams.get(id);
  const time = format < 3 ? view.getUint16(header) * 256 + view.getUint8(header + 2) : 0;
  const hasExtendedTime = format < 3 ? time === EXTENDED : known?.hasExtendedTime === true;
  const data = after + (hasExtendedTime ? 4 : 0);
  const hasLength = format < 2;
  const length = hasLength
    ? view.getUint16(header + 3) * 256 + view.getUint8(header + 5)
    : (known?.length ?? 0);
  const type = hasLength ? view.getUint8(header + 6) : (known?.type ?? 0);
  const stream = format === 0 ? view.getUint32(header + 7, true) : (known?.stream ?? 0);
  const left = Math.max(0, length - (known?.message.length ?? 0));
  const size = Math.min(left, side.chunkSize);
  return { format, id, header, data, size, length, type, stream, hasExtendedTime };
}

/** §5.3.1.1: six bits, or one or two octets behind them. */
function idOf(view: DataView, off: number, short: number): number {
  if (short === 0) return 64 + view.getUint8(off + 1);
  if (short === 1) return 64 + view.getUint16(off + 1, true);
  return short;
}
