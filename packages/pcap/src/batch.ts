/**
 * A batch of packets inside one block of bytes: what every source hands to the decoder.
 *
 * The bytes are borrowed from whoever filled the batch (a ring block, a read buffer) and stay valid
 * until the source is asked for the next batch. The columns are reused from batch to batch; rows
 * `0 … count - 1` are defined.
 *
 * Times are pairs of numbers, because a 64-bit count of nanoseconds does not fit a double: whole
 * seconds since 1970-01-01T00:00:00Z (negative before it) and nanoseconds `0 … 999_999_999`.
 */

/** Rows in a batch when the caller has no reason for another number; columns then fit in L2. */
export const DEFAULT_BATCH_CAPACITY = 4096;

export class PacketBatch {
  readonly capacity: number;
  /** Rows filled. */
  count = 0;
  /** The block that all offsets point into. Borrowed. */
  view: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0));
  /** The same bytes as {@link view}, at the same offsets. Borrowed. */
  bytes: Uint8Array<ArrayBufferLike> = new Uint8Array(0);

  /** Offset in {@link view} of the first captured octet. */
  readonly start: Uint32Array;
  /** Captured octets. */
  readonly capturedLength: Uint32Array;
  /** Octets on the wire; at least the captured length, except in files that say otherwise. */
  readonly originalLength: Uint32Array;
  readonly seconds: Float64Array;
  readonly nanoseconds: Uint32Array;
  /** Index into the source's list of interfaces. */
  readonly interfaceId: Uint32Array;
  /** LINKTYPE_ value of the packet, https://www.tcpdump.org/linktypes.html. */
  readonly linkType: Uint16Array;
  /** Offset of the record in the (decompressed) file; 0 for live sources. Exact below 2^53. */
  readonly position: Float64Array;

  constructor(capacity: number = DEFAULT_BATCH_CAPACITY) {
    this.capacity = capacity;
    this.start = new Uint32Array(capacity);
    this.capturedLength = new Uint32Array(capacity);
    this.originalLength = new Uint32Array(capacity);
    this.seconds = new Float64Array(capacity);
    this.nanoseconds = new Uint32Array(capacity);
    this.interfaceId = new Uint32Array(capacity);
    this.linkType = new Uint16Array(capacity);
    this.position = new Float64Array(capacity);
  }

  /** Points the batch at a new block and forgets its rows. */
  reset(bytes: Uint8Array<ArrayBufferLike>, view: DataView<ArrayBufferLike>): void {
    this.bytes = bytes;
    this.view = view;
    this.count = 0;
  }
}
