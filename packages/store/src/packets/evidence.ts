/**
 * Which addresses and ports a stretch of packets holds, as a Bloom filter: what it denies is not there,
 * what it affirms nearly always is.
 *
 * Bits are collected in a large table, which is folded to half its size for as long as enough of it
 * is empty: so little traffic leaves little behind, and busy stretches still tell apart.
 */
import { DecodeStatus, type Packet, Protocol } from "@wirescope/decode";
import type { Requirement } from "@wirescope/filter";

/** Octets of the table while it is filled; more than 4096 packets of as many hosts need. */
const FULL_LENGTH = 1 << 14;
const LEAST_LENGTH = 16;
/** Bits set for each key. */
const PROBES = 4;
/** Part of the bits that may be set after folding: one absent key in forty then seems to be there. */
const FILL = 0.4;

const IPV4_SEED = 4;
const IPV6_SEED = 16;
const PORT_SEED = 2;

/** Stands for a stretch that may hold anything. */
export const NO_EVIDENCE: Uint8Array = new Uint8Array(0);

export class EvidenceCollector {
  readonly #bits = new Uint8Array(FULL_LENGTH);
  #mayHoldAnything = false;

  /** Takes a packet fresh from `decode`. Hot. */
  add(packet: Packet): void {
    // Filters look into the tree of such a packet, which may show more than its headers' places.
    if (packet.status !== DecodeStatus.Ok) this.#mayHoldAnything = true;
    const { view, layerCount, end } = packet;
    for (let i = 0; i < layerCount; i++) {
      const start = packet.layerStart[i]!;
      switch (packet.layerProtocol[i]!) {
        case Protocol.Ipv4:
          if (start + 20 > end) break;
          this.#set(hash(IPV4_SEED, view, start + 12, 4));
          this.#set(hash(IPV4_SEED, view, start + 16, 4));
          break;
        case Protocol.Ipv6:
          if (start + 40 > end) break;
          this.#set(hash(IPV6_SEED, view, start + 8, 16));
          this.#set(hash(IPV6_SEED, view, start + 24, 16));
          break;
        case Protocol.Tcp:
        case Protocol.Udp:
          if (start + 4 > end) break;
          this.#set(hashPort(view.getUint16(start)));
          this.#set(hashPort(view.getUint16(start + 2)));
          break;
      }
    }
  }

  /** The evidence of what was added, and begins anew. */
  finish(): Uint8Array {
    const evidence = this.#mayHoldAnything ? NO_EVIDENCE : folded(this.#bits);
    this.#bits.fill(0);
    this.#mayHoldAnything = false;
    return evidence;
  }

  #set(key: number): void {
    const bits = this.#bits;
    const step = stepOf(key);
    for (let i = 0, at = key; i < PROBES; i++, at += step) {
      const bit = at & (8 * FULL_LENGTH - 1);
      bits[bit >>> 3] = bits[bit >>> 3]! | (1 << (bit & 7));
    }
  }
}

/** False only where no packet of the stretch fulfils the requirement. */
export function mayHold(evidence: Uint8Array, requirement: Requirement): boolean {
  if (evidence.length === 0) return true;
  switch (requirement.kind) {
    case "anything":
      return true;
    case "address": {
      const { buffer, byteOffset, length } = requirement.octets;
      const view = new DataView(buffer, byteOffset, length);
      return has(evidence, hash(length === 4 ? IPV4_SEED : IPV6_SEED, view, 0, length));
    }
    case "port":
      return has(evidence, hashPort(requirement.port));
    case "all":
      return requirement.parts.every((part) => mayHold(evidence, part));
    case "some":
      return requirement.parts.some((part) => mayHold(evidence, part));
  }
}

function has(evidence: Uint8Array, key: number): boolean {
  const step = stepOf(key);
  for (let i = 0, at = key; i < PROBES; i++, at += step) {
    const bit = at & (8 * evidence.length - 1);
    if ((evidence[bit >>> 3]! & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}

function folded(table: Uint8Array): Uint8Array {
  let bits = table.slice();
  let set = 0;
  for (const octet of bits) for (let rest = octet; rest !== 0; rest &= rest - 1) set++;
  while (bits.length > LEAST_LENGTH && 2 * set <= FILL * 8 * bits.length) {
    const half = bits.length / 2;
    for (let i = 0; i < half; i++) bits[i] = bits[i]! | bits[half + i]!;
    bits = bits.slice(0, half);
  }
  return bits;
}

/** MurmurHash3's mixing of 32-bit words. */
function hash(seed: number, view: DataView, offset: number, length: number): number {
  let sum = seed;
  for (let at = offset; at < offset + length; at += 4) sum = mixed(sum, view.getUint32(at));
  return finished(sum);
}

function hashPort(port: number): number {
  return finished(mixed(PORT_SEED, port));
}

function mixed(sum: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = sum ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finished(sum: number): number {
  let h = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Odd, so that the probes of a key are different bits. */
function stepOf(key: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 7) | 1;
}
