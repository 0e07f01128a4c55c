/** A capture file on its way through a recorder: its own figures, and its place in the archive. */
import {
  type CaptureInterface,
  type CaptureReader,
  linkTypeName,
  type PacketBatch,
} from "@wirescope/pcap";
import type { FileSummary } from "./answer.ts";
import type { ByteSource, FileArchive } from "./file-archive.ts";
import type { Recorder } from "./recorder.ts";
import { formatTimestamp } from "./timestamp.ts";

export class CaptureRecord {
  readonly name: string;
  readonly #recorder: Recorder;
  readonly #archive: FileArchive | undefined;
  #reader: CaptureReader | undefined;
  #interfaces: readonly CaptureInterface[] = [];
  #ended: FileSummary | undefined;
  #packets = 0;
  #capturedBytes = 0;
  #wireBytes = 0;
  #firstSeconds = Number.POSITIVE_INFINITY;
  #firstNanoseconds = 0;
  #lastSeconds = Number.NEGATIVE_INFINITY;
  #lastNanoseconds = 0;

  /**
   * Begins the file that `reader` reads. With `place`, its packets are read again from there whenever
   * they are asked for; the archive has to be the recorder's.
   */
  constructor(
    recorder: Recorder,
    name: string,
    reader: CaptureReader,
    place?: { readonly archive: FileArchive; readonly source: ByteSource },
  ) {
    this.name = name;
    this.#recorder = recorder;
    this.#reader = reader;
    this.#archive = place?.archive;
    place?.archive.beginFile(place.source, recorder.lastNumber + 1, (interfaceId) =>
      recorder.interfaceNumber(this.#interfaces, interfaceId),
    );
    recorder.files.push(this);
  }

  /** Takes the packets that the reader has put into `batch`. Hot. */
  feed(batch: PacketBatch): void {
    const reader = this.#reader;
    if (reader === undefined) throw new TypeError(`${this.name} has ended already.`);
    this.#interfaces = reader.interfaces;
    this.#recorder.feed(batch, this.#interfaces);
    const { count, capturedLength, originalLength, seconds, nanoseconds } = batch;
    this.#packets += count;
    for (let row = 0; row < count; row++) {
      this.#capturedBytes += capturedLength[row]!;
      this.#wireBytes += originalLength[row]!;
      const second = seconds[row]!;
      const nanosecond = nanoseconds[row]!;
      if (
        second > this.#lastSeconds ||
        (second === this.#lastSeconds && nanosecond > this.#lastNanoseconds)
      ) {
        this.#lastSeconds = second;
        this.#lastNanoseconds = nanosecond;
      }
      if (
        second < this.#firstSeconds ||
        (second === this.#firstSeconds && nanosecond < this.#firstNanoseconds)
      ) {
        this.#firstSeconds = second;
        this.#firstNanoseconds = nanosecond;
      }
    }
    this.#archive?.note(reader, this.#recorder.lastNumber + 1);
  }

  /** Lets go of the reader, whose buffers are large; the summary stays as it is. */
  end(): FileSummary {
    this.#ended = this.summary();
    this.#reader = undefined;
    return this.#ended;
  }

  /** As far as the file has been read. */
  summary(): FileSummary {
    if (this.#ended !== undefined) return this.#ended;
    const { format, interfaces, problem } = this.#reader as CaptureReader;
    const hasPackets = this.#packets > 0;
    return {
      name: this.name,
      format: format ?? "not a capture",
      linkTypes: [...new Set(interfaces.map(({ linkType }) => linkTypeName(linkType)))],
      packets: this.#packets,
      capturedBytes: this.#capturedBytes,
      wireBytes: this.#wireBytes,
      firstTimestamp: hasPackets
        ? formatTimestamp(this.#firstSeconds, this.#firstNanoseconds)
        : null,
      lastTimestamp: hasPackets ? formatTimestamp(this.#lastSeconds, this.#lastNanoseconds) : null,
      truncatedAt: problem?.position ?? null,
    };
  }
}
