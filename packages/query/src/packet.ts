/** Packets as they are answered, and what is in them. */
import type { CaptureInterface } from "@wirescope/pcap";
import type { Coverage } from "./answer.ts";

/** A packet as the table shows it. */
export interface PacketRow {
  readonly number: number;
  readonly timestamp: string;
  readonly interface: string | undefined;
  /** Address (with port where there is one) or MAC. */
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly protocolByPort: boolean;
  /** Original length, octets. */
  readonly length: number;
  readonly capturedLength: number;
  readonly info: string;
}

export interface PacketsPage {
  /** In the order of the walk: oldest first when forward, newest first when backward. */
  readonly packets: readonly PacketRow[];
  /**
   * Frame number to continue from, undefined at the end. A page may be short, even empty, and have a
   * cursor: a filter that matches next to nothing is searched for in stretches.
   */
  readonly cursor: number | undefined;
  /** Packets of the scope that are held; undefined while counting would need a long scan. */
  readonly matching: number | undefined;
  readonly held: { readonly first: number; readonly last: number };
  readonly coverage: Coverage;
}

/** A packet as it was captured. */
export interface RawPacket {
  readonly number: number;
  /** Whole seconds since 1970, and nanoseconds 0 … 999_999_999. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Where it was captured; its link type is the packet's. */
  readonly interface: CaptureInterface;
  /** Octets on the wire. */
  readonly originalLength: number;
  /** What was captured of it. */
  readonly bytes: Uint8Array;
}

/** As {@link PacketsPage}; a page ends early when its octets come to 4 MiB. */
export interface PacketDataPage {
  readonly packets: readonly RawPacket[];
  readonly cursor: number | undefined;
  readonly held: { readonly first: number; readonly last: number };
  readonly coverage: Coverage;
}

export interface FieldNode {
  /** Wireshark's field name (`tcp.srcport`), or the protocol's for a layer. */
  readonly name: string;
  readonly label: string;
  readonly text: string;
  /** Octet range inside the packet's bytes, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** A display filter for this value, where it has one. */
  readonly filter: string | undefined;
  readonly children: readonly FieldNode[];
}

export interface PacketDetail {
  readonly row: PacketRow;
  readonly layers: readonly FieldNode[];
  readonly bytes: Uint8Array;
}

export interface FieldInfo {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}
