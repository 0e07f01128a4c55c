/**
 * Takes packets from libpcap in batches: `pcap_dispatch` calls libpcap's own `pcap_dump` for each, which
 * writes classic pcap records into a memory stream. 0.5 µs per packet, ten times less than a call
 * per packet through the bridge.
 *
 * Where the C library has no memory streams (Windows), packets are taken one by one.
 */
import type { PacketBatch } from "@wirescope/pcap";
import { LITTLE_ENDIAN } from "../byte-order.ts";
import { loadKoffi, type Pointer } from "../native-bridge.ts";
import type { Libpcap } from "./native.ts";

/** File header and per-packet header, https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/. */
const FILE_HEADER_LENGTH = 24;
const RECORD_HEADER_LENGTH = 16;
/** A restored VLAN tag may exceed the snap length. */
const MARGIN = 16;
/**
 * Reserved, not resident: only pages that packets reach are backed by memory. Bounds a batch to 255
 * packets of the largest snap length.
 */
const STREAM_LENGTH: number = 64 * 1024 * 1024;

/** Room of a batch that is filled packet by packet. */
const SINGLE_BATCH_LENGTH: number = 4 * 1024 * 1024;
/** Octets of `struct timeval`: two `long`s, which Windows keeps at 32 bits. */
const TIME_LENGTH: number =
  process.platform === "win32" || process.arch === "arm" || process.arch === "ia32" ? 8 : 16;

export interface PacketSink {
  /** Fills `batch` with what is there; negative for libpcap's error, otherwise the count. */
  take(batch: PacketBatch): number;
  close(): void;
}

export interface SinkOptions {
  readonly libpcap: Libpcap;
  readonly handle: Pointer;
  /** LINKTYPE_ value. */
  readonly linkType: number;
  readonly snapLength: number;
  /** Time stamps have nanoseconds, not microseconds. */
  readonly nanoseconds: boolean;
}

/** The best sink of this platform. */
export function packetSink(options: SinkOptions): PacketSink {
  const stream = options.libpcap.pcap_dump_fopen === undefined ? undefined : memoryStream();
  return stream === undefined ? new SinglePacketSink(options) : new StreamSink(options, stream);
}

interface MemoryStream {
  readonly stream: Pointer;
  readonly memory: Uint8Array<ArrayBuffer>;
  rewind(stream: Pointer): void;
}

/** fopen over memory, POSIX `fmemopen`; undefined where the C library has none. */
function memoryStream(): MemoryStream | undefined {
  const libc = loadKoffi().load(null);
  try {
    const fmemopen = libc.func("void *fmemopen(uint8_t *, size_t, const char *)");
    const memory = new Uint8Array(STREAM_LENGTH);
    return {
      memory,
      stream: fmemopen(memory, memory.length, "w") as Pointer,
      rewind: libc.func("void rewind(void *)"),
    };
  } catch {
    return undefined;
  }
}

/** Reads what `pcap_dump` wrote. */
class StreamSink implements PacketSink {
  readonly #options: SinkOptions;
  readonly #stream: MemoryStream;
  readonly #dumper: Pointer;
  readonly #view: DataView<ArrayBuffer>;
  readonly #largestBatch: number;

  constructor(options: SinkOptions, stream: MemoryStream) {
    this.#options = options;
    this.#stream = stream;
    this.#view = new DataView(stream.memory.buffer);
    this.#dumper = options.libpcap.pcap_dump_fopen!(options.handle, stream.stream);
    this.#largestBatch = Math.floor(
      (STREAM_LENGTH - FILE_HEADER_LENGTH) / (options.snapLength + RECORD_HEADER_LENGTH + MARGIN),
    );
  }

  take(batch: PacketBatch): number {
    const { libpcap, handle } = this.#options;
    batch.reset(this.#stream.memory, this.#view);
    this.#stream.rewind(this.#dumper);
    const limit = Math.min(batch.capacity, this.#largestBatch);
    const count = libpcap.pcap_dispatch(handle, limit, libpcap.pcapDump, this.#dumper);
    if (count <= 0) return count;
    libpcap.pcap_dump_flush(this.#dumper);
    this.#readRecords(batch, libpcap.pcap_dump_ftell(this.#dumper));
    return batch.count;
  }

  /** Hot: record headers into columns, no allocation. Records are not aligned. */
  #readRecords(batch: PacketBatch, end: number): void {
    const { linkType, snapLength, nanoseconds } = this.#options;
    const view = this.#view;
    const scale = nanoseconds ? 1 : 1000;
    let offset = 0;
    let row = 0;
    while (offset < end) {
      const captured = view.getUint32(offset + 8, LITTLE_ENDIAN);
      batch.start[row] = offset + RECORD_HEADER_LENGTH;
      batch.capturedLength[row] = Math.min(captured, snapLength);
      batch.originalLength[row] = view.getUint32(offset + 12, LITTLE_ENDIAN);
      batch.seconds[row] = view.getInt32(offset, LITTLE_ENDIAN);
      batch.nanoseconds[row] = view.getUint32(offset + 4, LITTLE_ENDIAN) * scale;
      row += 1;
      offset += RECORD_HEADER_LENGTH + captured;
    }
    batch.interfaceId.fill(0, 0, row);
    batch.linkType.fill(linkType, 0, row);
    batch.position.fill(0, 0, row);
    batch.count = row;
  }

  close(): void {
    this.#options.libpcap.pcap_dump_close(this.#dumper);
  }
}

/** Copies packets one call at a time, `pcap_next_ex`. */
class SinglePacketSink implements PacketSink {
  readonly #options: SinkOptions;
  readonly #memory: Uint8Array<ArrayBuffer>;
  readonly #view: DataView<ArrayBuffer>;
  readonly #header: Pointer[] = [0n];
  readonly #bytes: Pointer[] = [0n];

  constructor(options: SinkOptions) {
    this.#options = options;
    this.#memory = new Uint8Array(Math.max(SINGLE_BATCH_LENGTH, options.snapLength + MARGIN));
    this.#view = new DataView(this.#memory.buffer);
  }

  take(batch: PacketBatch): number {
    const { libpcap, handle, snapLength } = this.#options;
    batch.reset(this.#memory, this.#view);
    let end = 0;
    while (batch.count < batch.capacity && end + snapLength + MARGIN <= this.#memory.length) {
      const status = libpcap.pcap_next_ex(handle, this.#header, this.#bytes);
      if (status < 0) return batch.count > 0 ? batch.count : status;
      if (status === 0) break;
      end += this.#copyPacket(batch, end);
    }
    return batch.count;
  }

  /** `struct pcap_pkthdr`: a `struct timeval`, whose parts are 32 bits wide on Windows, and two lengths. */
  #copyPacket(batch: PacketBatch, offset: number): number {
    const koffi = loadKoffi();
    const { linkType, snapLength, nanoseconds } = this.#options;
    const header = new DataView(koffi.view(this.#header[0]!, TIME_LENGTH + 8));
    const captured = Math.min(header.getUint32(TIME_LENGTH, LITTLE_ENDIAN), snapLength);
    const row = batch.count;
    this.#memory.set(new Uint8Array(koffi.view(this.#bytes[0]!, captured)), offset);
    batch.start[row] = offset;
    batch.capturedLength[row] = captured;
    batch.originalLength[row] = header.getUint32(TIME_LENGTH + 4, LITTLE_ENDIAN);
    batch.seconds[row] = header.getInt32(0, LITTLE_ENDIAN);
    batch.nanoseconds[row] =
      header.getUint32(TIME_LENGTH / 2, LITTLE_ENDIAN) * (nanoseconds ? 1 : 1000);
    batch.interfaceId[row] = 0;
    batch.linkType[row] = linkType;
    batch.position[row] = 0;
    batch.count = row + 1;
    return captured;
  }

  close(): void {
    // Its memory is JavaScript's own.
  }
}
