/**
 * Reads a TPACKET_V3 ring, Linux `include/uapi/linux/if_packet.h` and
 * Documentation/networking/packet_mmap.rst, into packet batches without copying.
 *
 * The kernel fills the blocks in order and hands each over by setting its status word; it gets the
 * block back when the word is cleared. Works on any ArrayBuffer of that layout, in host byte order.
 */
import type { PacketBatch } from "@wirescope/pcap";

/** tpacket_block_desc, in 32-bit words from the start of a block. */
const BLOCK_STATUS = 2;
const BLOCK_PACKET_COUNT = 3;
const BLOCK_FIRST_PACKET = 4;

/** tpacket3_hdr, in 32-bit words from the start of a packet. */
const PACKET_NEXT = 0;
const PACKET_SECONDS = 1;
const PACKET_NANOSECONDS = 2;
const PACKET_CAPTURED = 3;
const PACKET_ORIGINAL = 4;
const PACKET_STATUS = 5;
/** tp_mac, in 16-bit words. */
const PACKET_MAC = 12;
const PACKET_VLAN_TCI = 8;
/** hv1.tp_vlan_tpid, in 16-bit words. */
const PACKET_VLAN_TPID = 18;
/** sockaddr_ll.sll_pkttype, in octets; the address follows the 48-octet header. */
const PACKET_TYPE = 58;

const STATUS_KERNEL = 0;
const STATUS_USER = 1;
const STATUS_VLAN_VALID = 1 << 4;
const STATUS_VLAN_TPID_VALID = 1 << 6;
const PACKET_OUTGOING = 4;

const ETHERTYPE_VLAN = 0x8100;
/** Two Ethernet addresses precede the tag. */
const VLAN_OFFSET = 12;
export const VLAN_TAG_LENGTH = 4;

/** Room the kernel needs in front of a packet: header, socket address and alignment. */
export const PACKET_OVERHEAD: number = 48 + 20 + 32;

export interface RingGeometry {
  /** Octets; a power of two and a multiple of the page size. */
  readonly blockLength: number;
  readonly blockCount: number;
  /** LINKTYPE_ value of every packet. */
  readonly linkType: number;
  /** Octets kept per packet; restored VLAN tags count. */
  readonly snapLength: number;
  /** Puts VLAN tags back that the kernel took out; the ring then reserves room for them. */
  readonly restoreVlan: boolean;
  /** Leaves packets out that this machine sends: loopback shows each once more on arrival. */
  readonly skipOutgoing: boolean;
}

export class RingReader {
  readonly #geometry: RingGeometry;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView<ArrayBuffer>;
  readonly #words: Uint32Array<ArrayBuffer>;
  readonly #halfWords: Uint16Array<ArrayBuffer>;
  readonly #blockWords: number;
  /** Block that is read, or read next. */
  #block = 0;
  /** Packets of the block that were not handed out yet. */
  #remaining = 0;
  /** Next packet, in octets from the start of the ring. */
  #offset = 0;
  /** The kernel has handed the block over and waits for it. */
  #held = false;

  constructor(ring: ArrayBuffer, geometry: RingGeometry) {
    this.#geometry = geometry;
    this.#bytes = new Uint8Array(ring);
    this.#view = new DataView(ring);
    this.#words = new Uint32Array(ring);
    this.#halfWords = new Uint16Array(ring);
    this.#blockWords = geometry.blockLength >>> 2;
  }

  /**
   * Fills `batch` with packets of one block. False when the kernel has handed none over.
   *
   * Gives the block of the previous batch back first, so that batch's bytes end with this call.
   */
  fill(batch: PacketBatch): boolean {
    batch.reset(this.#bytes, this.#view);
    if (this.#remaining === 0) {
      if (this.#held) this.#release();
      if (!this.#acquire()) return false;
    }
    this.#copyRows(batch);
    return true;
  }

  #next(): number {
    return (this.#block + 1) % this.#geometry.blockCount;
  }

  /** The kernel writes the status after everything else of a block; Atomics keeps that order. */
  #status(block: number): number {
    return Atomics.load(this.#words, block * this.#blockWords + BLOCK_STATUS) & STATUS_USER;
  }

  #release(): void {
    Atomics.store(this.#words, this.#block * this.#blockWords + BLOCK_STATUS, STATUS_KERNEL);
    this.#block = this.#next();
    this.#held = false;
  }

  #acquire(): boolean {
    if (this.#status(this.#block) === STATUS_KERNEL) return false;
    const base = this.#block * this.#blockWords;
    this.#remaining = this.#words[base + BLOCK_PACKET_COUNT]!;
    this.#offset = base * 4 + this.#words[base + BLOCK_FIRST_PACKET]!;
    this.#held = true;
    return true;
  }

  /** Hot: headers into columns, no allocation. */
  #copyRows(batch: PacketBatch): void {
    const words = this.#words;
    const halfWords = this.#halfWords;
    const { linkType, snapLength, restoreVlan, skipOutgoing } = this.#geometry;
    const { capacity, start, capturedLength, originalLength, seconds, nanoseconds } = batch;
    let offset = this.#offset;
    let remaining = this.#remaining;
    let row = 0;
    while (remaining > 0 && row < capacity) {
      const word = offset >>> 2;
      const next = offset + words[word + PACKET_NEXT]!;
      remaining -= 1;
      if (skipOutgoing && this.#bytes[offset + PACKET_TYPE] === PACKET_OUTGOING) {
        offset = next;
        continue;
      }
      let first = offset + halfWords[(offset >>> 1) + PACKET_MAC]!;
      let captured = words[word + PACKET_CAPTURED]!;
      let original = words[word + PACKET_ORIGINAL]!;
      const status = words[word + PACKET_STATUS]!;
      if (restoreVlan && (status & STATUS_VLAN_VALID) !== 0 && captured >= VLAN_OFFSET) {
        this.#restoreTag(offset, first, status);
        first -= VLAN_TAG_LENGTH;
        captured += VLAN_TAG_LENGTH;
        original += VLAN_TAG_LENGTH;
      }
      start[row] = first;
      capturedLength[row] = Math.min(captured, snapLength);
      originalLength[row] = original;
      seconds[row] = words[word + PACKET_SECONDS]!;
      nanoseconds[row] = words[word + PACKET_NANOSECONDS]!;
      row += 1;
      offset = next;
    }
    batch.interfaceId.fill(0, 0, row);
    batch.linkType.fill(linkType, 0, row);
    batch.position.fill(0, 0, row);
    batch.count = row;
    this.#offset = offset;
    this.#remaining = remaining;
  }

  /** Moves the two addresses 4 octets forward and writes the tag behind them, IEEE 802.1Q. */
  #restoreTag(offset: number, first: number, status: number): void {
    const tagged = first - VLAN_TAG_LENGTH;
    this.#bytes.copyWithin(tagged, first, first + VLAN_OFFSET);
    const tpid =
      (status & STATUS_VLAN_TPID_VALID) === 0
        ? ETHERTYPE_VLAN
        : this.#halfWords[(offset >>> 1) + PACKET_VLAN_TPID]!;
    this.#view.setUint16(tagged + VLAN_OFFSET, tpid);
    this.#view.setUint16(
      tagged + VLAN_OFFSET + 2,
      this.#words[(offset >>> 2) + PACKET_VLAN_TCI]! & 0xffff,
    );
  }
}
