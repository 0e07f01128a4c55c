/** Interface Description and Interface Statistics Blocks, draft-ietf-opsawg-pcapng §4.2 and §4.6. */
import type { Annotations } from "./annotations.ts";
import type { FileInterface, InterfaceStatistics } from "./file-interface.ts";
import { normalizeLinkType } from "./link-type.ts";
import { OptionCursor } from "./option-cursor.ts";
import {
  CommonOption,
  INTERFACE_DESCRIPTION_LENGTH,
  INTERFACE_STATISTICS_LENGTH,
  InterfaceOption,
  StatisticsOption,
} from "./pcapng-block.ts";
import { DEFAULT_TIME_RESOLUTION } from "./time-scale.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Filter code of a libpcap expression; the other known one is BPF byte code. */
const FILTER_TEXT = 0;

/** A block that lies whole in a view. */
export interface BlockRange {
  readonly bytes: Uint8Array<ArrayBufferLike>;
  readonly view: DataView<ArrayBufferLike>;
  readonly offset: number;
  readonly length: number;
  readonly littleEndian: boolean;
}

/** Options of a block whose fixed part, trailer included, has `fixedLength` octets. */
export function blockOptions(block: BlockRange, fixedLength: number): OptionCursor {
  return new OptionCursor(block.view, {
    start: block.offset + fixedLength - 4,
    end: block.offset + block.length - 4,
    littleEndian: block.littleEndian,
  });
}

/** Undefined when the options run past the block. */
export function readInterfaceDescription(
  block: BlockRange,
  section: number,
  annotations: Annotations,
): FileInterface | undefined {
  const { bytes, view, offset, littleEndian } = block;
  const found: { -readonly [Key in keyof FileInterface]: FileInterface[Key] } = {
    name: undefined,
    description: undefined,
    linkType: normalizeLinkType(view.getUint16(offset + 8, littleEndian)),
    snapLength: view.getUint32(offset + 12, littleEndian),
    section,
    timeResolution: DEFAULT_TIME_RESOLUTION,
    timeOffset: 0,
    fcsLength: undefined,
    filter: undefined,
    operatingSystem: undefined,
    statistics: undefined,
  };
  const option = blockOptions(block, INTERFACE_DESCRIPTION_LENGTH);
  while (option.next()) {
    const { start, length } = option;
    const end = start + length;
    switch (option.code) {
      case CommonOption.Comment:
        annotations.addFileComment(decodeUtf8(bytes, start, end));
        break;
      case InterfaceOption.Name:
        found.name = decodeUtf8(bytes, start, end);
        break;
      case InterfaceOption.Description:
        found.description = decodeUtf8(bytes, start, end);
        break;
      case InterfaceOption.TimeResolution:
        if (length === 1) found.timeResolution = view.getUint8(start);
        break;
      case InterfaceOption.Filter:
        if (length > 1 && view.getUint8(start) === FILTER_TEXT) {
          found.filter = decodeUtf8(bytes, start + 1, end);
        }
        break;
      case InterfaceOption.OperatingSystem:
        found.operatingSystem = decodeUtf8(bytes, start, end);
        break;
      case InterfaceOption.FcsLength:
        if (length === 1) found.fcsLength = view.getUint8(start);
        break;
      case InterfaceOption.TimeOffset:
        if (length === 8) found.timeOffset = Number(view.getBigInt64(start, littleEndian));
        break;
    }
  }
  return option.broken ? undefined : found;
}

/** Undefined when the options run past the block. */
export function readInterfaceStatistics(block: BlockRange): InterfaceStatistics | undefined {
  const found: { -readonly [Key in keyof InterfaceStatistics]: InterfaceStatistics[Key] } = {
    received: undefined,
    interfaceDropped: undefined,
    accepted: undefined,
    systemDropped: undefined,
    delivered: undefined,
  };
  const option = blockOptions(block, INTERFACE_STATISTICS_LENGTH);
  while (option.next()) {
    if (option.length !== 8) continue;
    const count = Number(block.view.getBigUint64(option.start, block.littleEndian));
    switch (option.code) {
      case StatisticsOption.Received:
        found.received = count;
        break;
      case StatisticsOption.InterfaceDropped:
        found.interfaceDropped = count;
        break;
      case StatisticsOption.Accepted:
        found.accepted = count;
        break;
      case StatisticsOption.SystemDropped:
        found.systemDropped = count;
        break;
      case StatisticsOption.Delivered:
        found.delivered = count;
        break;
    }
  }
  return option.broken ? undefined : found;
}
