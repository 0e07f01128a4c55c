/**
 * Reads a capture file of either format, in one pass and constant memory, from chunks that the
 * caller pushes.
 *
 * ```ts
 * for await (const chunk of gunzipIfNeeded(source)) {
 *   reader.push(chunk);
 *   while (reader.next(batch)) use(batch);
 * }
 * reader.end();
 * while (reader.next(batch)) use(batch);
 * if (reader.problem !== undefined) report(reader.problem);
 * ```
 *
 * Packets are rows over the pushed chunk itself; only a record that straddles chunks is copied.
 */
import type { Annotations, ResolvedName } from "./annotations.ts";
import type { PacketBatch } from "./batch.ts";
import { ByteWindow } from "./byte-window.ts";
import type { ReaderCheckpoint } from "./checkpoint.ts";
import { type CaptureProblem, isProblemCode, type PcapError } from "./errors.ts";
import type { FileInterface } from "./file-interface.ts";
import { isPcapMagic, PCAP_HEADER_LENGTH, type PcapFormat, readPcapHeader } from "./pcap-header.ts";
import { PcapReader } from "./pcap-reader.ts";
import { BlockType, ByteOrderMagic } from "./pcapng-block.ts";
import { PCAPNG_START, PcapngReader } from "./pcapng-reader.ts";
import { describeContent, SIGNATURE_LENGTH } from "./signature.ts";

/** As it is shown to people. */
export type CaptureFormat = PcapFormat | "pcapng";

const MAGIC_LENGTH = 4;
/** Octets that tell a pcapng file: block type, length and byte-order magic. */
const PCAPNG_PREFIX_LENGTH = 12;
const MIN_PCAP_VERSION = 2;
const NO_COMMENTS: ReadonlyMap<number, readonly string[]> = new Map();

export class CaptureReader {
  readonly #window: ByteWindow;
  #records: PcapReader | PcapngReader | undefined = undefined;
  #problem: CaptureProblem | undefined = undefined;
  #ended = false;
  /** What the layer around the capture reported at the end of the bytes. */
  #outerError: PcapError | undefined = undefined;
  /** True while `next` has nothing left to look at. */
  #drained = true;
  /** Position of the block that is being passed over. */
  #skipPosition = 0;

  /** With a checkpoint, reading goes on there; see {@link CaptureReader.resume}. */
  constructor(checkpoint?: ReaderCheckpoint) {
    this.#window = new ByteWindow(checkpoint?.position);
    switch (checkpoint?.kind) {
      case "pcap":
        this.#records = new PcapReader(checkpoint.header, checkpoint.packetCount);
        break;
      case "pcapng":
        this.#records = new PcapngReader(checkpoint.state, checkpoint.interfaces);
        break;
    }
  }

  /** Goes on at `checkpoint.position` of the same (uncompressed) bytes: push from there. */
  static resume(checkpoint: ReaderCheckpoint): CaptureReader {
    return new CaptureReader(checkpoint);
  }

  /** Undefined until enough bytes have been read to tell. */
  get format(): CaptureFormat | undefined {
    if (this.#records === undefined) return undefined;
    return this.#records instanceof PcapReader ? this.#records.header.format : "pcapng";
  }

  /** All interfaces described so far, over all sections. A row's `interfaceId` is an index into it. */
  get interfaces(): readonly FileInterface[] {
    return this.#records?.interfaces ?? [];
  }

  /** Set once; no packet follows it. */
  get problem(): CaptureProblem | undefined {
    return this.#problem;
  }

  /** Packets handed out, those before the checkpoint included. */
  get packetCount(): number {
    return this.#records?.packetCount ?? 0;
  }

  /** Position in the uncompressed stream up to which everything has been handed out. */
  get position(): number {
    return this.#window.position;
  }

  /** Packet comments by frame number in this file, from 1; at most {@link MAX_COMMENTS} of them. */
  get comments(): ReadonlyMap<number, readonly string[]> {
    return this.#annotations?.comments ?? NO_COMMENTS;
  }

  /** Comments on sections and interfaces. */
  get fileComments(): readonly string[] {
    return this.#annotations?.fileComments ?? [];
  }

  /** Comments left out because of the bound. */
  get commentsDropped(): number {
    return this.#annotations?.commentsDropped ?? 0;
  }

  /** Names from Name Resolution Blocks; at most {@link MAX_RESOLVED_NAMES} of them. */
  get resolvedNames(): readonly ResolvedName[] {
    return this.#annotations?.resolvedNames ?? [];
  }

  /** Names left out because of the bound. */
  get namesDropped(): number {
    return this.#annotations?.namesDropped ?? 0;
  }

  /** Blocks of decryption secrets seen; their content is never kept. */
  get secretsCount(): number {
    return this.#annotations?.secretsCount ?? 0;
  }

  /** Packets that packet blocks report as lost while capturing. */
  get droppedCount(): number {
    return this.#annotations?.droppedCount ?? 0;
  }

  /** Lends bytes until `next` returns false; what is needed beyond that is copied by then. */
  push(bytes: Uint8Array<ArrayBufferLike>): void {
    this.#window.push(bytes);
    this.#drained = false;
  }

  /**
   * Says that no more bytes come: a partial record becomes a {@link problem}, once `next` has
   * drained what is before it. `error` is what ended the bytes early, a {@link PcapError} of
   * `gunzipIfNeeded`, and becomes the problem instead.
   */
  end(error?: PcapError): void {
    this.#ended = true;
    this.#outerError = error;
    if (this.#drained) this.#settle();
  }

  /**
   * Fills `batch` from what was pushed.
   *
   * False when more input is needed or all is done; the batch is then empty. Rows of one batch point
   * into one block of bytes, and are valid until the next call.
   */
  next(batch: PacketBatch): boolean {
    const window = this.#window;
    while (this.#problem === undefined && this.#advance()) {
      batch.reset(window.bytes, window.view);
      const records = this.#records!;
      records.read(window, batch);
      this.#problem = records.problem;
      if (batch.count > 0) return true;
    }
    batch.reset(window.bytes, window.view);
    this.#drained = true;
    if (this.#ended) this.#settle();
    return false;
  }

  /** The state after the last row that was handed out. */
  checkpoint(): ReaderCheckpoint {
    const records = this.#records;
    if (records === undefined) return { kind: "start", position: 0 };
    const position = this.#window.position + records.skip;
    return records instanceof PcapReader
      ? { kind: "pcap", position, header: records.header, packetCount: records.packetCount }
      : { kind: "pcapng", position, state: records.state, interfaces: [...records.interfaces] };
  }

  get #annotations(): Annotations | undefined {
    return this.#records instanceof PcapngReader ? this.#records.annotations : undefined;
  }

  /** Brings the bytes that the record reader asks for into the window; false when they are not there. */
  #advance(): boolean {
    const records = this.#records;
    if (records === undefined) return this.#open();
    if (records.skip > 0) {
      if (this.#skipPosition === 0) this.#skipPosition = this.#window.position;
      records.skip = this.#window.skip(records.skip);
      if (records.skip > 0) return false;
      this.#skipPosition = 0;
    }
    return this.#window.gather(records.needed);
  }

  /** Tells the format from the first bytes; false when they are not there or tell of none. */
  #open(): boolean {
    const window = this.#window;
    if (!window.gather(MAGIC_LENGTH)) return false;
    if (isPcapMagic(window.view, window.offset)) return this.#openPcap();
    if (window.view.getUint32(window.offset) === BlockType.SectionHeader) {
      if (!window.gather(PCAPNG_PREFIX_LENGTH)) return false;
      if (isByteOrderMagic(window.view, window.offset + PCAPNG_PREFIX_LENGTH - MAGIC_LENGTH)) {
        this.#records = new PcapngReader(PCAPNG_START, []);
        return true;
      }
    }
    if (!window.gather(SIGNATURE_LENGTH) && !this.#ended) return false;
    this.#problem = this.#notACapture();
    return false;
  }

  #openPcap(): boolean {
    const window = this.#window;
    if (!window.gather(PCAP_HEADER_LENGTH)) return false;
    const header = readPcapHeader(window.view, window.offset);
    if (header.majorVersion < MIN_PCAP_VERSION) {
      this.#problem = {
        code: "PCAP_UNSUPPORTED",
        position: 4,
        message:
          `The pcap header names version ${header.majorVersion}.${header.minorVersion} at byte 4; ` +
          "version 2.0 and later are supported.",
      };
      return false;
    }
    if (!window.gather(header.headerLength)) return false;
    window.offset += header.headerLength;
    this.#records = new PcapReader(header, 0);
    return true;
  }

  /** Called when the bytes are over and drained: decides whether they ended well. */
  #settle(): void {
    if (this.#problem !== undefined) return;
    this.#problem = this.#outerProblem() ?? this.#endProblem();
  }

  #outerProblem(): CaptureProblem | undefined {
    const error = this.#outerError;
    if (error === undefined || !isProblemCode(error.code)) return undefined;
    return { code: error.code, position: this.#window.position, message: error.message };
  }

  #endProblem(): CaptureProblem | undefined {
    const window = this.#window;
    const records = this.#records;
    const left = window.end - window.offset;
    if (records === undefined) {
      if (left === 0) {
        return { code: "PCAP_EMPTY", position: 0, message: "The file is empty: it has no bytes." };
      }
      return this.#hasMagic() ? cutShort(0, left, "the file header") : this.#notACapture();
    }
    if (records.skip > 0) return cutShort(this.#skipPosition, window.position, "the block");
    if (left === 0) return undefined;
    const what = records instanceof PcapReader ? "the record" : "the block";
    return cutShort(window.position, window.position + left, what);
  }

  #hasMagic(): boolean {
    const { view, offset, end } = this.#window;
    if (end - offset < MAGIC_LENGTH) return false;
    return isPcapMagic(view, offset) || view.getUint32(offset) === BlockType.SectionHeader;
  }

  #notACapture(): CaptureProblem {
    const { view, offset, end } = this.#window;
    const { what, advice } = describeContent(
      view,
      offset,
      Math.min(end, offset + SIGNATURE_LENGTH),
    );
    return {
      code: "PCAP_NOT_A_CAPTURE",
      position: 0,
      message: `This is no pcap or pcapng file: from its first bytes it is ${what}. ${advice}`,
    };
  }
}

function isByteOrderMagic(view: DataView, offset: number): boolean {
  return (
    view.getUint32(offset) === ByteOrderMagic || view.getUint32(offset, true) === ByteOrderMagic
  );
}

function cutShort(position: number, end: number, what: string): CaptureProblem {
  return {
    code: "PCAP_CUT_SHORT",
    position,
    message:
      `The file ends at byte ${end}, inside ${what} that begins at byte ${position}: it was cut ` +
      "short. Everything before that was read; copy or capture the file again for the rest.",
  };
}
