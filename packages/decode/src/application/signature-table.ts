/** Signatures by the octet that stands first, so that a payload is tried against few of them. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { ApplicationProtocol, Signature } from "./application-protocol.ts";

interface Candidate {
  readonly protocol: Protocol;
  readonly matches: Signature["matches"];
}

export class SignatureTable {
  readonly #candidates: readonly (readonly Candidate[])[];

  constructor(registry: readonly ApplicationProtocol[], transport: "stream" | "datagram") {
    const candidates: Candidate[][] = Array.from({ length: 256 }, () => []);
    for (const entry of registry) {
      const signature = entry[transport];
      if (signature === undefined) continue;
      const candidate = { protocol: entry.protocols[0]!, matches: signature.matches };
      for (const octet of signature.firstOctets ?? candidates.keys()) {
        candidates[octet]!.push(candidate);
      }
    }
    this.#candidates = candidates;
  }

  /** The first protocol whose signature stands at `off`, `Unknown` if none does; `end > off`. */
  find(view: DataView, off: number, end: number, packet: Packet): Protocol {
    const candidates = this.#candidates[view.getUint8(off)]!;
    for (let i = 0; i < candidates.length; i += 1) {
      const candidate = candidates[i]!;
      if (candidate.matches(view, off, end, packet)) return candidate.protocol;
    }
    return Protocol.Unknown;
  }
}
