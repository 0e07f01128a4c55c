/**
 * Where captured packets are kept so that they can be shown and searched again. An archive holds
 * octets and what the source said of them; everything shown of a packet is decoded again on demand.
 */
import { decode, type Packet } from "@wirescope/decode";
import type { PacketBatch } from "@wirescope/pcap";
import type { CompiledScope } from "./scope.ts";

/** Consecutive packets in one block of bytes. Columns are as in `PacketBatch`. */
export interface PacketPage {
  /** Frame number of row 0. */
  readonly firstNumber: number;
  readonly count: number;
  readonly view: DataView<ArrayBufferLike>;
  readonly start: Uint32Array;
  readonly capturedLength: Uint32Array;
  readonly originalLength: Uint32Array;
  readonly seconds: Float64Array;
  readonly nanoseconds: Uint32Array;
  /** Index into the recorder's interfaces. */
  readonly interfaceId: Uint32Array;
  readonly linkType: Uint16Array;
}

/** A moment as the source stamped it. */
export interface PacketTime {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** What it takes to find and show packets that are held. */
export interface PacketLookup {
  /** Frame number of the oldest packet held; 0 when none is. */
  readonly firstNumber: number;
  /** Frame number of the newest packet held; 0 when none is. */
  readonly lastNumber: number;
  /**
   * The page that holds frame `number`, undefined when it is not held. A page that came without a
   * promise is borrowed until the next packet is taken; one that came with a promise stays valid.
   */
  page(number: number): PacketPage | undefined | Promise<PacketPage | undefined>;
  /**
   * For an archive in which numbers are missing, or that knows beforehand where packets of a scope
   * can't be: `number` where that packet is held and may belong to the scope; else another number
   * further on, upwards or downwards, from which to ask again; undefined where nothing is left that
   * way. Without it every number from the first to the last is held.
   */
  seek?(number: number, step: 1 | -1, scope: CompiledScope | undefined): number | undefined;
}

export interface PacketArchive extends PacketLookup {
  /** Packets that were held and are no longer. */
  readonly forgottenCount: number;
  /** Time of the oldest packet held, where packets have been forgotten. */
  readonly oldestTime: PacketTime | undefined;
  /** The latest time among the forgotten; undefined while there are none. */
  readonly forgottenUntil: PacketTime | undefined;
  /** Takes a whole batch; row 0 is frame `firstNumber`, and `interfaceId` replaces the batch's column. */
  append(batch: PacketBatch, firstNumber: number, interfaceId: Uint32Array): void;
}

/** Decodes one row of a page into `packet`. */
export function loadPacket(page: PacketPage, row: number, packet: Packet): void {
  loadRow(page, row, page.firstNumber + row, packet);
}

/** Decodes one row of a page or a batch into `packet`, as frame `number`. */
export function loadRow(
  rows: Omit<PacketPage, "firstNumber" | "count">,
  row: number,
  number: number,
  packet: Packet,
): void {
  packet.number = number;
  packet.seconds = rows.seconds[row]!;
  packet.nanoseconds = rows.nanoseconds[row]!;
  packet.interfaceId = rows.interfaceId[row]!;
  packet.linkType = rows.linkType[row]!;
  packet.originalLength = rows.originalLength[row]!;
  const start = rows.start[row]!;
  decode(packet, rows.view, start, start + rows.capturedLength[row]!);
}

export function isLater(a: PacketTime, b: PacketTime): boolean {
  return a.seconds > b.seconds || (a.seconds === b.seconds && a.nanoseconds > b.nanoseconds);
}
