/** Live frames to their wire form, see `live-frame-layout.ts`. */
import { utf8Length, writeUtf8 } from "@wirescope/decode";
import type { LiveFrame, LiveRanking, LiveRows, LiveTimeline } from "./live-frame.ts";
import {
  FRAME_TYPE,
  FRAME_VERSION,
  HEAD_LENGTH,
  RANKING_NAMES,
  TOTAL_NAMES,
} from "./live-frame-layout.ts";
import { STATES } from "./status.ts";

/** Octets to start with; a usual frame of a quiet network fits. */
const INITIAL_LENGTH = 1 << 15;

/** The wire form of `frame`. Reads the frame only; the buffer is new and may be transferred. */
export function encodeLiveFrame(frame: LiveFrame): ArrayBuffer {
  const writer = new FrameWriter();
  writer.skip(HEAD_LENGTH);
  for (const name of TOTAL_NAMES) writer.float64(frame.totals[name]);
  writeTimeline(writer, frame.timeline);
  for (const name of RANKING_NAMES) writeRanking(writer, frame[name]);
  writeRows(writer, frame.rows);
  const stringsOffset = writer.length;
  const stringCount = writer.writeStrings();
  const buffer = writer.finish();
  const head = new DataView(buffer);
  head.setUint8(0, FRAME_TYPE);
  head.setUint8(1, FRAME_VERSION);
  head.setUint16(2, STATES.indexOf(frame.state), true);
  head.setUint32(4, frame.epoch, true);
  head.setFloat64(8, frame.watermark, true);
  head.setFloat64(16, frame.progress, true);
  head.setUint32(24, stringsOffset, true);
  head.setUint32(28, stringCount, true);
  return buffer;
}

function writeTimeline(writer: FrameWriter, timeline: LiveTimeline): void {
  writer.float64(timeline.start);
  writer.float64(timeline.step);
  writer.uint32(timeline.names.length);
  writer.uint32(timeline.packets[0]?.length ?? 0);
  writer.texts(timeline.names);
  for (const series of timeline.packets) writer.float64s(series);
  for (const series of timeline.bytes) writer.float64s(series);
}

function writeRanking(writer: FrameWriter, ranking: LiveRanking): void {
  writer.uint32(ranking.labels.length);
  writer.uint32(0);
  writer.float64(ranking.members);
  writer.texts(ranking.labels);
  writer.texts(ranking.names);
  writer.texts(ranking.filters);
  writer.float64s(ranking.packets);
  writer.float64s(ranking.bytes);
  writer.float64s(ranking.bytesIn);
}

function writeRows(writer: FrameWriter, rows: LiveRows): void {
  writer.uint32(rows.number.length);
  writer.uint32(0);
  writer.float64(rows.skipped);
  writer.float64s(rows.number);
  writer.float64s(rows.time);
  writer.uint32s(rows.length);
  writer.uint8s(rows.protocolByPort);
  writer.texts(rows.protocol);
  writer.texts(rows.source);
  writer.texts(rows.destination);
  writer.texts(rows.info);
}

/** A growing buffer, columns padded to eight octets, and the strings that columns refer to. */
class FrameWriter {
  #buffer = new ArrayBuffer(INITIAL_LENGTH);
  #view = new DataView(this.#buffer);
  #length = 0;
  readonly #strings = new Map<string, number>();

  get length(): number {
    return this.#length;
  }

  skip(octets: number): void {
    this.#reserve(octets);
    this.#length += octets;
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#length, value, true);
    this.#length += 4;
  }

  float64s(values: Float64Array): void {
    this.#reserve(values.length * 8);
    for (const value of values) {
      this.#view.setFloat64(this.#length, value, true);
      this.#length += 8;
    }
  }

  uint32s(values: Uint32Array): void {
    for (const value of values) this.uint32(value);
    this.#align();
  }

  uint8s(values: Uint8Array): void {
    this.#reserve(values.length);
    new Uint8Array(this.#buffer, this.#length, values.length).set(values);
    this.#length += values.length;
    this.#align();
  }

  texts(values: readonly string[]): void {
    for (const value of values) {
      let index = this.#strings.get(value);
      if (index === undefined) {
        index = this.#strings.size;
        this.#strings.set(value, index);
      }
      this.uint32(index);
    }
    this.#align();
  }

  /** Writes the string table and returns how many strings it has. */
  writeStrings(): number {
    let end = 0;
    for (const text of this.#strings.keys()) {
      end += utf8Length(text);
      this.uint32(end);
    }
    this.#reserve(end);
    const bytes = new Uint8Array(this.#buffer);
    for (const text of this.#strings.keys()) this.#length = writeUtf8(text, bytes, this.#length);
    return this.#strings.size;
  }

  finish(): ArrayBuffer {
    return this.#buffer.slice(0, this.#length);
  }

  #align(): void {
    const padded = (this.#length + 7) & ~7;
    this.#reserve(padded - this.#length);
    this.#length = padded;
  }

  #reserve(octets: number): void {
    const needed = this.#length + octets;
    if (needed <= this.#buffer.byteLength) return;
    const grown = new ArrayBuffer(Math.max(needed, this.#buffer.byteLength * 2));
    new Uint8Array(grown).set(new Uint8Array(this.#buffer, 0, this.#length));
    this.#buffer = grown;
    this.#view = new DataView(grown);
  }
}
