/** The wire form of `live-frame-layout.ts` back to live frames. */
import { readUtf8 } from "@wirescope/decode";
import { QueryError } from "./errors.ts";
import type { LiveFrame, LiveRanking, LiveRows, LiveTimeline, LiveTotals } from "./live-frame.ts";
import {
  FRAME_TYPE,
  FRAME_VERSION,
  HEAD_LENGTH,
  IS_LITTLE_ENDIAN,
  TOTAL_NAMES,
} from "./live-frame-layout.ts";
import { STATES } from "./status.ts";

/**
 * Reads one frame. Number columns are views of `buffer` where the platform allows it, so the buffer
 * must not change while the frame is in use.
 *
 * @throws QueryError `QUERY_BAD_FRAME` when `buffer` is not exactly one well-formed frame; nothing is
 * allocated for counts that the buffer has no room for.
 */
export function decodeLiveFrame(buffer: ArrayBuffer): LiveFrame {
  const reader = new FrameReader(buffer);
  const totals: Record<string, number> = {};
  for (const name of TOTAL_NAMES) totals[name] = reader.float64();
  const frame: LiveFrame = {
    epoch: reader.epoch,
    watermark: reader.watermark,
    state: reader.state,
    progress: reader.progress,
    totals: totals as unknown as LiveTotals,
    timeline: readTimeline(reader),
    protocols: readRanking(reader),
    applications: readRanking(reader),
    sources: readRanking(reader),
    destinations: readRanking(reader),
    hosts: readRanking(reader),
    services: readRanking(reader),
    rows: readRows(reader),
  };
  reader.expectEnd();
  return frame;
}

function readTimeline(reader: FrameReader): LiveTimeline {
  const start = reader.float64();
  const step = reader.float64();
  const series = reader.uint32();
  const buckets = reader.uint32();
  const names = reader.texts(series);
  const packets = names.map(() => reader.float64s(buckets));
  const bytes = names.map(() => reader.float64s(buckets));
  return { start, step, names, packets, bytes };
}

function readRanking(reader: FrameReader): LiveRanking {
  const rows = reader.uint32();
  reader.skip(4);
  const members = reader.float64();
  return {
    labels: reader.texts(rows),
    names: reader.texts(rows),
    filters: reader.texts(rows),
    packets: reader.float64s(rows),
    bytes: reader.float64s(rows),
    bytesIn: reader.float64s(rows),
    members,
  };
}

function readRows(reader: FrameReader): LiveRows {
  const rows = reader.uint32();
  reader.skip(4);
  const skipped = reader.float64();
  return {
    number: reader.float64s(rows),
    time: reader.float64s(rows),
    length: reader.uint32s(rows),
    protocolByPort: reader.uint8s(rows),
    protocol: reader.texts(rows),
    source: reader.texts(rows),
    destination: reader.texts(rows),
    info: reader.texts(rows),
    skipped,
  };
}

/** Walks the columns; every read is checked against the octets that are there. */
class FrameReader {
  readonly epoch: number;
  readonly watermark: number;
  readonly progress: number;
  readonly state: LiveFrame["state"];
  readonly #buffer: ArrayBuffer;
  readonly #view: DataView;
  readonly #strings: readonly string[];
  readonly #end: number;
  #offset = HEAD_LENGTH;

  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer;
    this.#view = new DataView(buffer);
    if (buffer.byteLength < HEAD_LENGTH) throw malformed("the head is cut short");
    if (this.#view.getUint8(0) !== FRAME_TYPE) throw malformed("the type is unknown");
    const version = this.#view.getUint8(1);
    if (version !== FRAME_VERSION) {
      throw malformed(`version ${version} is not ${FRAME_VERSION}; reload the page`);
    }
    const state = STATES[this.#view.getUint16(2, true) & 7];
    if (state === undefined) throw malformed("the state is unknown");
    this.state = state;
    this.epoch = this.#view.getUint32(4, true);
    this.watermark = this.#view.getFloat64(8, true);
    this.progress = this.#view.getFloat64(16, true);
    this.#end = this.#view.getUint32(24, true);
    this.#strings = this.#readStrings(this.#view.getUint32(28, true));
  }

  skip(octets: number): void {
    this.#take(octets);
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  float64s(count: number): Float64Array {
    const at = this.#take(count * 8);
    if (IS_LITTLE_ENDIAN) return new Float64Array(this.#buffer, at, count);
    return Float64Array.from({ length: count }, (_, i) => this.#view.getFloat64(at + i * 8, true));
  }

  uint32s(count: number): Uint32Array {
    const at = this.#take(count * 4);
    this.#align();
    if (IS_LITTLE_ENDIAN) return new Uint32Array(this.#buffer, at, count);
    return Uint32Array.from({ length: count }, (_, i) => this.#view.getUint32(at + i * 4, true));
  }

  uint8s(count: number): Uint8Array {
    const at = this.#take(count);
    this.#align();
    return new Uint8Array(this.#buffer, at, count);
  }

  texts(count: number): string[] {
    const at = this.#take(count * 4);
    this.#align();
    const texts: string[] = [];
    for (let i = 0; i < count; i++) {
      const text = this.#strings[this.#view.getUint32(at + i * 4, true)];
      if (text === undefined) throw malformed("a string index is out of range");
      texts.push(text);
    }
    return texts;
  }

  expectEnd(): void {
    if (this.#offset !== this.#end) throw malformed("octets follow the last column");
  }

  #readStrings(count: number): string[] {
    const textStart = this.#end + count * 4;
    if (this.#end < HEAD_LENGTH || textStart > this.#buffer.byteLength) {
      throw malformed("the strings lie outside it");
    }
    const strings: string[] = [];
    let start = textStart;
    for (let i = 0; i < count; i++) {
      const end = textStart + this.#view.getUint32(this.#end + i * 4, true);
      if (end < start || end > this.#buffer.byteLength) throw malformed("a string lies outside it");
      strings.push(readUtf8(this.#view, start, end));
      start = end;
    }
    if (start !== this.#buffer.byteLength) throw malformed("octets follow the last string");
    return strings;
  }

  #take(octets: number): number {
    const at = this.#offset;
    if (octets > this.#end - at) throw malformed("a column is cut short");
    this.#offset = at + octets;
    return at;
  }

  #align(): void {
    this.#take((8 - (this.#offset & 7)) & 7);
  }
}

function malformed(what: string): QueryError {
  return new QueryError("QUERY_BAD_FRAME", `The bytes are not a live frame: ${what}.`);
}
