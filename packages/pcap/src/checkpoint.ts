/** A place between two records from which another reader can go on. Plain data: it survives `structuredClone`. */
import type { FileInterface } from "./file-interface.ts";
import type { PcapHeader } from "./pcap-header.ts";
import type { PcapngState } from "./pcapng-reader.ts";

interface Place {
  /** Offset of the next record in the uncompressed stream. */
  readonly position: number;
}

export type ReaderCheckpoint =
  /** Nothing has been read, or too little to tell the format: go on at position 0. */
  | (Place & { readonly kind: "start" })
  | (Place & { readonly kind: "pcap"; readonly header: PcapHeader; readonly packetCount: number })
  | (Place & {
      readonly kind: "pcapng";
      readonly state: PcapngState;
      readonly interfaces: readonly FileInterface[];
    });
