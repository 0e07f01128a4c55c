/** Packets from a TPACKET_V3 ring: the unprivileged half of the Linux back-end. */
import { readFileSync } from "node:fs";
import type { CaptureInterface, PacketBatch } from "@wirescope/pcap";
import { LITTLE_ENDIAN } from "../byte-order.ts";
import { type CaptureError, interfaceGone } from "../errors.ts";
import type { RingHandle } from "../handle.ts";
import { LINKTYPE_ETHERNET } from "../link-layer.ts";
import { loadKoffi } from "../native-bridge.ts";
import { Readiness } from "../readiness.ts";
import { RingReader } from "../ring-block.ts";
import type { CaptureCounts, CaptureSource } from "../source.ts";
import { TurnTaker } from "../turn-taker.ts";
import { isInterfaceUp } from "./interface-request.ts";
import * as native from "./native.ts";
import { RETIRE_TIMEOUT } from "./ring-size.ts";

/** Address space of rings that are gone, given back once nothing can look at it any more. */
const abandoned = new FinalizationRegistry<{ address: bigint; length: number }>((ring) => {
  native.socketCalls().munmap(ring.address, ring.length);
});

export class RingSource implements CaptureSource {
  readonly backend = "ring";
  readonly interface: CaptureInterface;
  readonly #handle: RingHandle;
  readonly #reader: RingReader;
  readonly #readiness: Readiness;
  readonly #turns = new TurnTaker();
  readonly #interfaceDroppedBefore: number;
  #problem: CaptureError | undefined;
  #stopped = false;
  #received = 0;
  #kernelDropped = 0;
  #interfaceDropped = 0;

  constructor(handle: RingHandle) {
    this.interface = handle.interface;
    this.#handle = handle;
    const ring = loadKoffi().view(handle.address, ringLength(handle));
    abandoned.register(ring, { address: handle.address, length: ringLength(handle) });
    this.#reader = new RingReader(ring, {
      blockLength: handle.blockLength,
      blockCount: handle.blockCount,
      linkType: handle.interface.linkType,
      snapLength: handle.interface.snapLength,
      restoreVlan: handle.interface.linkType === LINKTYPE_ETHERNET,
      skipOutgoing: handle.skipOutgoing,
    });
    this.#readiness = new Readiness(handle.fd);
    this.#interfaceDroppedBefore = this.#readInterfaceDropped();
  }

  get problem(): CaptureError | undefined {
    return this.#problem;
  }

  async next(batch: PacketBatch, timeout: number): Promise<boolean> {
    batch.count = 0;
    if (this.#turns.isDue()) await this.#turns.take();
    if (this.#stopped) return false;
    if (this.#fill(batch)) return true;
    if (this.#problem !== undefined) return false;
    await this.#readiness.wait(timeout);
    if (this.#stopped) return false;
    if (!this.#fill(batch) && this.#isInterfaceGone()) await this.#takeLastBlock(batch);
    return true;
  }

  #fill(batch: PacketBatch): boolean {
    const filled = this.#reader.fill(batch);
    this.#received += batch.count;
    return filled;
  }

  /**
   * Takes the pending error of a lost link, which would end every wait at once, and tells an
   * interface that was removed from one that is down, which comes back by itself.
   */
  #isInterfaceGone(): boolean {
    const error = new Uint8Array(4);
    const length = Uint32Array.of(error.length);
    const { fd } = this.#handle;
    native.socketCalls().getsockopt(fd, native.SOL_SOCKET, native.SO_ERROR, error, length);
    return this.#boundIndex() === -1;
  }

  /** The kernel hands the block that it was filling over when its time is up. */
  async #takeLastBlock(batch: PacketBatch): Promise<void> {
    await this.#readiness.wait(2 * RETIRE_TIMEOUT);
    this.#problem = interfaceGone(this.#handle.interfaceName);
    if (!this.#stopped) this.#fill(batch);
  }

  /** sockaddr_ll.sll_ifindex of the socket. */
  #boundIndex(): number {
    const address = new Uint8Array(20);
    native.socketCalls().getsockname(this.#handle.fd, address, Uint32Array.of(address.length));
    return new DataView(address.buffer).getInt32(4, LITTLE_ENDIAN);
  }

  counts(): CaptureCounts {
    if (!this.#stopped) this.#readCounts();
    return {
      received: this.#received,
      kernelDropped: this.#kernelDropped,
      interfaceDropped: this.#interfaceDropped,
    };
  }

  /** struct tpacket_stats_v3; the kernel starts over from zero at each reading. */
  #readCounts(): void {
    const stats = new Uint8Array(12);
    const length = Uint32Array.of(stats.length);
    const { fd } = this.#handle;
    native.socketCalls().getsockopt(fd, native.SOL_PACKET, native.PACKET_STATISTICS, stats, length);
    this.#kernelDropped += new DataView(stats.buffer).getUint32(4, LITTLE_ENDIAN);
    this.#interfaceDropped = this.#readInterfaceDropped() - this.#interfaceDroppedBefore;
  }

  /** Packets the device had no room for, as libpcap counts them. */
  #readInterfaceDropped(): number {
    const directory = `/sys/class/net/${this.#handle.interfaceName}/statistics`;
    return (
      readCounter(`${directory}/rx_missed_errors`) + readCounter(`${directory}/rx_fifo_errors`)
    );
  }

  isUp(): boolean {
    return !this.#stopped && isInterfaceUp(this.#handle.fd, this.#handle.interfaceIndex);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#readCounts();
    this.#stopped = true;
    this.#readiness.close();
    // The ring's batches may still be looked at: zeros take its place, not a hole in the address
    // space, and the address space goes when the garbage collector finds them forgotten.
    const { address, fd } = this.#handle;
    const flags = native.MAP_PRIVATE | native.MAP_ANONYMOUS | native.MAP_FIXED;
    native.socketCalls().mmap(address, ringLength(this.#handle), native.PROT_READ, flags, -1, 0);
    native.socketCalls().close(fd);
  }
}

function ringLength(handle: RingHandle): number {
  return handle.blockLength * handle.blockCount;
}

/** A number from sysfs; 0 where the driver has none or the interface is gone. */
function readCounter(path: string): number {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return 0;
  }
}
