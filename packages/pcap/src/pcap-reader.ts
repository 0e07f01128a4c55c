/** Records of a classic pcap file, draft-ietf-opsawg-pcap §5. */
import type { PacketBatch } from "./batch.ts";
import type { ByteWindow } from "./byte-window.ts";
import type { CaptureProblem } from "./errors.ts";
import type { FileInterface } from "./file-interface.ts";
import { linkTypeName, maxPacketLength } from "./link-type.ts";
import { LengthOrder, type PcapHeader } from "./pcap-header.ts";
import type { RecordReader } from "./record-reader.ts";

const NANOSECONDS = 1_000_000_000;

export class PcapReader implements RecordReader {
  readonly header: PcapHeader;
  readonly interfaces: readonly FileInterface[];
  packetCount: number;
  problem: CaptureProblem | undefined = undefined;
  needed: number;
  skip = 0;
  readonly #maxLength: number;

  constructor(header: PcapHeader, packetCount: number) {
    this.header = header;
    this.packetCount = packetCount;
    this.needed = header.recordHeaderLength;
    this.#maxLength = maxPacketLength(header.linkType);
    this.interfaces = [
      {
        name: undefined,
        description: undefined,
        linkType: header.linkType,
        snapLength: header.snapLength,
        section: 0,
        timeResolution: header.nanosecondsPerUnit === 1 ? 9 : 6,
        timeOffset: 0,
        fcsLength: header.fcsLength,
        filter: undefined,
        operatingSystem: undefined,
        statistics: undefined,
      },
    ];
  }

  /** Hot: runs once per packet, allocates nothing. */
  read(window: ByteWindow, batch: PacketBatch): void {
    const { view, end, base } = window;
    const { littleEndian, recordHeaderLength, nanosecondsPerUnit, lengthOrder, linkType } =
      this.header;
    const { start, capturedLength, originalLength, seconds, nanoseconds, position } = batch;
    const { capacity } = batch;
    const maxLength = this.#maxLength;
    const first = batch.count;
    let offset = window.offset;
    let row = first;
    this.needed = recordHeaderLength;

    while (row < capacity) {
      if (end - offset < recordHeaderLength) break;
      let captured = view.getUint32(offset + 8, littleEndian);
      let original = view.getUint32(offset + 12, littleEndian);
      if (lengthOrder !== LengthOrder.CapturedFirst) {
        if (lengthOrder === LengthOrder.OriginalFirst || captured > original) {
          const other = captured;
          captured = original;
          original = other;
        }
      }
      if (captured > maxLength) {
        this.problem = tooLong(base + offset, captured, linkType, maxLength);
        break;
      }
      const recordLength = recordHeaderLength + captured;
      if (end - offset < recordLength) {
        this.needed = recordLength;
        break;
      }
      let second = view.getUint32(offset, littleEndian);
      let nanosecond = view.getUint32(offset + 4, littleEndian) * nanosecondsPerUnit;
      if (nanosecond >= NANOSECONDS) {
        second += Math.floor(nanosecond / NANOSECONDS);
        nanosecond %= NANOSECONDS;
      }
      start[row] = offset + recordHeaderLength;
      capturedLength[row] = captured;
      originalLength[row] = original;
      seconds[row] = second;
      nanoseconds[row] = nanosecond;
      position[row] = base + offset;
      offset += recordLength;
      row++;
    }

    batch.interfaceId.fill(0, first, row);
    batch.linkType.fill(linkType, first, row);
    window.offset = offset;
    batch.count = row;
    this.packetCount += row - first;
  }
}

function tooLong(
  position: number,
  length: number,
  linkType: number,
  maxLength: number,
): CaptureProblem {
  return {
    code: "PCAP_DAMAGED",
    position,
    message:
      `The record at byte ${position} claims ${length} captured octets, more than the ` +
      `${maxLength} of the largest packet of link type ${linkTypeName(linkType)}: the file is ` +
      "damaged from there on. Everything before it was read.",
  };
}
