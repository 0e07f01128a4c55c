/** The body of an HTTP/1.x message: out of its chunks, and into the layer of its media type. */

import { dissectData } from "../data-tree.ts";
import { readEscaped } from "../text.ts";
import type { Tree } from "../tree.ts";
import * as http from "./http.ts";
import * as fields from "./http-fields.ts";
import { type BodyFrame, type Chunk, chunkAt } from "./http-length.ts";
import { decompress } from "./inflate.ts";
import { type BodyReaders, type BodySummary, dissectBody } from "./media-body.ts";
import { type MediaType, parseMediaType } from "./media-type.ts";
import { readAscii } from "./name-text.ts";
import { lineEnd } from "./text-line.ts";

/** Octets of a body that `http.file_data` holds. */
const MAX_FILE_DATA = 16_384;
/** Octets of a body that are put together or unpacked; what is behind them is not read. */
const MAX_JOINED = 262_144;
/** Chunks that are shown. */
const MAX_CHUNKS = 1024;

const NOTHING: BodySummary = { protocol: "", info: "" };

/**
 * Adds the body behind the header `[start, bodyStart)` of a message that ends at `end`.
 *
 * @param readers kinds of media that are messages themselves
 */
export function addBody(
  tree: Tree,
  start: number,
  bodyStart: number,
  end: number,
  frame: BodyFrame,
  readers: BodyReaders,
): BodySummary {
  const { view } = tree;
  const type = parseMediaType(headerValue(view, start, bodyStart, "content-type:"));
  const coding = headerValue(view, start, bodyStart, "content-encoding:").trim();
  if (frame.framing === "none" || bodyStart >= end) return NOTHING;
  const content: Content = {
    type,
    coding: coding.toLowerCase() === "identity" ? "" : coding,
    readers,
  };
  if (frame.framing === "chunked") return addChunked(tree, content, bodyStart, end);
  return addContent(tree, content, bodyStart, end);
}

/** What the header says of the body's octets, once they are out of their chunks. */
interface Content {
  readonly type: MediaType;
  /** Empty where the octets stand for themselves. */
  readonly coding: string;
  readonly readers: BodyReaders;
}

/** The value of the header `name` (lower case, with its colon), empty where it is absent. */
function headerValue(view: DataView, start: number, end: number, name: string): string {
  const value = http.findHeader(view, start, end, name);
  return value < 0 ? "" : readAscii(view, value, lineEnd(view, value, end));
}

/** What cannot be unpacked is data. */
function addContent(tree: Tree, content: Content, start: number, end: number): BodySummary {
  const { type, coding, readers } = content;
  if (coding === "") {
    addFileData(tree, start, end);
    return dissectBody(tree, type, start, end, readers);
  }
  const octets = decompress(tree.view, start, end, coding, MAX_JOINED);
  if (octets === undefined) {
    dissectData(tree, start, end);
    return NOTHING;
  }
  let summary = NOTHING;
  tree.reassembled("Uncompressed entity body", octets, () => {
    summary = dissectBody(tree, type, 0, octets.length, readers);
  });
  return summary;
}

function addFileData(tree: Tree, start: number, end: number): void {
  const stop = Math.min(end, start + MAX_FILE_DATA);
  const field = tree.value(fields.FILE_DATA, readEscaped(tree.view, start, stop), start, end);
  field.text = `${end - start} bytes`;
}

function addChunked(tree: Tree, content: Content, start: number, end: number): BodySummary {
  const chunks = addChunks(tree, start, end);
  const octets = joinChunks(tree.view, chunks, end);
  if (octets.length === 0) return NOTHING;
  let summary = NOTHING;
  tree.reassembled("De-chunked entity body", octets, () => {
    summary = addContent(tree, content, 0, octets.length);
  });
  return summary;
}

function addChunks(tree: Tree, start: number, end: number): Chunk[] {
  const chunks: Chunk[] = [];
  let off = start;
  while (off < end && chunks.length < MAX_CHUNKS) {
    const chunk = chunkAt(tree.view, off, end);
    if (chunk === undefined) break;
    const { dataStart, dataEnd } = chunk;
    chunks.push(chunk);
    tree.value(fields.CHUNK_SIZE, dataEnd - dataStart, chunk.start, dataStart);
    if (dataEnd === dataStart) break;
    off = chunk.next;
  }
  return chunks;
}

function joinChunks(view: DataView, chunks: readonly Chunk[], end: number): Uint8Array {
  let length = 0;
  for (const { dataStart, dataEnd } of chunks) length += Math.min(dataEnd, end) - dataStart;
  const joined = new Uint8Array(Math.min(length, MAX_JOINED));
  let at = 0;
  for (const { dataStart, dataEnd } of chunks) {
    const size = Math.min(Math.min(dataEnd, end) - dataStart, joined.length - at);
    joined.set(new Uint8Array(view.buffer, view.byteOffset + dataStart, size), at);
    at += size;
  }
  return joined;
}
