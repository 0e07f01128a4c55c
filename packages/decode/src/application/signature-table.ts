/**
 * Signatures by the octet that stands first and by whether they are of certain ports, so that a payload is
 * tried against few of them.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { ApplicationProtocol, Signature } from "./application-protocol.ts";

/** What is known of a protocol that is only recognised. */
export type Recognition = Pick<ApplicationProtocol, "protocols" | "stream" | "datagram">;

interface Candidate {
  readonly protocol: Protocol;
  readonly matches: Signature["matches"];
  readonly ports: readonly number[] | undefined;
}

type Candidates = readonly (readonly Candidate[])[];

export class SignatureTable {
  /** By first octet, in the order of the registry, as are all lists. */
  readonly #all: Candidates;
  /** Those that are of any port. */
  readonly #ofAnyPort: Candidates;
  /** 1 for ports that a signature is of. */
  readonly #ports: Uint8Array = new Uint8Array(65_536);

  constructor(registry: readonly Recognition[], transport: "stream" | "datagram") {
    const all: Candidate[][] = Array.from({ length: 256 }, () => []);
    for (const entry of registry) {
      const signature = entry[transport];
      if (signature === undefined) continue;
      const { matches, ports } = signature;
      const candidate = { protocol: entry.protocols[0]!, matches, ports };
      for (const port of ports ?? []) this.#ports[port] = 1;
      for (const octet of signature.firstOctets ?? all.keys()) all[octet]!.push(candidate);
    }
    this.#all = all;
    this.#ofAnyPort = all.map((list) => list.filter(({ ports }) => ports === undefined));
  }

  /** The first protocol whose signature stands at `off`, `Unknown` if none does; `end > off`. */
  find(view: DataView, off: number, end: number, packet: Packet): Protocol {
    const { sourcePort, destinationPort } = packet;
    const isOfPort = this.#ports[sourcePort] === 1 || this.#ports[destinationPort] === 1;
    const candidates = (isOfPort ? this.#all : this.#ofAnyPort)[view.getUint8(off)]!;
    for (let i = 0; i < candidates.length; i += 1) {
      const { protocol, matches, ports } = candidates[i]!;
      const isTried =
        ports === undefined || ports.includes(sourcePort) || ports.includes(destinationPort);
      if (isTried && matches(view, off, end, packet)) return protocol;
    }
    return Protocol.Unknown;
  }
}
