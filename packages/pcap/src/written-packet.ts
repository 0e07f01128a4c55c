/** A packet on its way into a file, and the limits that both formats share. */
import { PcapError } from "./errors.ts";

export interface WrittenPacket {
  /** Whole seconds since 1970. */
  readonly seconds: number;
  /** 0 … 999999999. */
  readonly nanoseconds: number;
  /** What was captured. */
  readonly bytes: Uint8Array<ArrayBufferLike>;
  /** Octets on the wire; those captured unless given. */
  readonly originalLength?: number;
}

const MAX_UINT32 = 0xffff_ffff;
const NANOSECONDS = 1_000_000_000;

/** Returns `value`; throws {@link PcapError} when it is no unsigned 32-bit integer. */
export function checkUint32(value: number, what: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= MAX_UINT32) return value;
  throw new PcapError("PCAP_NOT_WRITABLE", `${what} is ${value}, which 32 bits cannot hold.`);
}

/** Returns `value`; throws {@link PcapError} when it is no whole number below a second. */
export function checkNanoseconds(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value < NANOSECONDS) return value;
  throw new PcapError("PCAP_NOT_WRITABLE", `${value} is no number of nanoseconds below a second.`);
}
