/**
 * An opened capture as plain data. Descriptors, mappings and libpcap handles belong to the process,
 * not to a thread, so their numbers and addresses can be opened on one thread and used on another.
 * Exactly one thread attaches to a handle, once; whoever does not attach leaks it.
 */
import type { CaptureInterface } from "@wirescope/pcap";

export interface RingHandle {
  readonly backend: "ring";
  readonly interface: CaptureInterface;
  readonly interfaceName: string;
  /** Index of the interface; it stays when the name changes. */
  readonly interfaceIndex: number;
  readonly fd: number;
  /** Where the ring is mapped. */
  readonly address: bigint;
  readonly blockLength: number;
  readonly blockCount: number;
  /** Outgoing packets are handed out a second time by the kernel and left out here. */
  readonly skipOutgoing: boolean;
}

export interface LibpcapHandle {
  readonly backend: "libpcap";
  readonly interface: CaptureInterface;
  readonly interfaceName: string;
  /** Address of the activated `pcap_t`, in non-blocking mode. */
  readonly address: bigint;
  readonly nanoseconds: boolean;
}

export interface PipeHandle {
  readonly backend: "pipe";
  readonly interface: CaptureInterface;
  readonly interfaceName: string;
  /** "dumpcap" or "tcpdump". */
  readonly program: string;
  /** What was already read of the helper's capture file. */
  readonly head: Uint8Array;
  /** Where the rest of the helper's capture file can be read. */
  readonly packetFd: number;
  /** Where the helper's messages can be read. */
  readonly messageFd: number;
  /** The helper ends when this is closed, by us or by the end of this process. */
  readonly leashFd: number;
}

export type CaptureHandle = RingHandle | LibpcapHandle | PipeHandle;
