/** Packets through libpcap or Npcap: the unprivileged half of the portable back-end. */
import type { CaptureInterface, PacketBatch } from "@wirescope/pcap";
import { isDeviceUp } from "../device-state.ts";
import { CaptureError, interfaceGone } from "../errors.ts";
import type { LibpcapHandle } from "../handle.ts";
import { Interval, Readiness, type Waiting } from "../readiness.ts";
import type { CaptureCounts, CaptureSource } from "../source.ts";
import { TurnTaker } from "../turn-taker.ts";
import { type Libpcap, loadLibpcap } from "./native.ts";
import { type PacketSink, packetSink } from "./packet-sink.ts";

/**
 * Milliseconds between looks at a device that cannot be polled (Windows), and the longest wait for
 * one that can: libpcap notices a lost link only when it is asked.
 */
const POLL_INTERVAL = 10;
const LONGEST_WAIT = 250;
/** `struct pcap_stat`: received, dropped, dropped by the interface; Npcap appends three more. */
const STATS_WORDS = 6;

export class LibpcapSource implements CaptureSource {
  readonly backend = "libpcap";
  readonly interface: CaptureInterface;
  readonly #libpcap: Libpcap;
  readonly #handle: LibpcapHandle;
  readonly #sink: PacketSink;
  readonly #readiness: Waiting;
  readonly #turns = new TurnTaker();
  #problem: CaptureError | undefined;
  #stopped = false;
  #received = 0;
  #kernelDropped = 0;
  #interfaceDropped = 0;

  constructor(handle: LibpcapHandle) {
    this.interface = handle.interface;
    this.#handle = handle;
    this.#libpcap = loadLibpcap();
    this.#sink = packetSink({
      libpcap: this.#libpcap,
      handle: handle.address,
      linkType: handle.interface.linkType,
      snapLength: handle.interface.snapLength,
      nanoseconds: handle.nanoseconds,
    });
    const fd = this.#libpcap.pcap_get_selectable_fd?.(handle.address) ?? -1;
    this.#readiness = fd >= 0 ? new Readiness(fd) : new Interval(POLL_INTERVAL);
  }

  get problem(): CaptureError | undefined {
    return this.#problem;
  }

  async next(batch: PacketBatch, timeout: number): Promise<boolean> {
    batch.count = 0;
    if (this.#turns.isDue()) await this.#turns.take();
    if (this.#stopped || this.#problem !== undefined) return false;
    if (this.#take(batch)) return true;
    await this.#readiness.wait(Math.min(timeout, LONGEST_WAIT));
    if (this.#stopped) return false;
    this.#take(batch);
    return true;
  }

  /** False when there was nothing to take; a lost device becomes the {@link problem}. */
  #take(batch: PacketBatch): boolean {
    const count = this.#sink.take(batch);
    if (count < 0) {
      this.#problem = lostDevice(
        this.#handle.interfaceName,
        this.#libpcap.pcap_geterr(this.#handle.address),
      );
    }
    this.#received += batch.count;
    return batch.count > 0;
  }

  counts(): CaptureCounts {
    if (!this.#stopped) this.#readCounts();
    return {
      received: this.#received,
      kernelDropped: this.#kernelDropped,
      interfaceDropped: this.#interfaceDropped,
    };
  }

  #readCounts(): void {
    const stats = new Uint32Array(STATS_WORDS);
    if (this.#libpcap.pcap_stats(this.#handle.address, stats) !== 0) return;
    this.#kernelDropped = stats[1]!;
    this.#interfaceDropped = stats[2]!;
  }

  isUp(): boolean {
    return !this.#stopped && isDeviceUp(this.#handle.interfaceName);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#readCounts();
    this.#stopped = true;
    this.#readiness.close();
    this.#sink.close();
    this.#libpcap.pcap_close(this.#handle.address);
  }
}

function lostDevice(name: string, message: string): CaptureError {
  if (/disappeared|went away|no such device/i.test(message)) return interfaceGone(name);
  return new CaptureError("CAPTURE_FAILED", `Capturing on "${name}" ended: ${message}.`);
}
