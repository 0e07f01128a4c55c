/** Name Resolution Block, draft-ietf-opsawg-pcapng §4.5. */
import type { Annotations } from "./annotations.ts";
import { type BlockRange, blockOptions } from "./interface-block.ts";
import { BLOCK_OVERHEAD, NameRecord } from "./pcapng-block.ts";
import { decodeUtf8 } from "./utf8.ts";

const IPV4_LENGTH = 4;
const IPV6_LENGTH = 16;

/** Adds the block's names; false when a record runs past the block. */
export function readNames(block: BlockRange, annotations: Annotations): boolean {
  const record = blockOptions(block, BLOCK_OVERHEAD);
  while (record.next()) {
    const { start, length } = record;
    if (record.code === NameRecord.Ipv4 && length >= IPV4_LENGTH) {
      const address = [block.view.getUint32(start), 0, 0, 0] as const;
      for (const name of nameList(block, start + IPV4_LENGTH, start + length)) {
        annotations.addName({ ipVersion: 4, address, name });
      }
    } else if (record.code === NameRecord.Ipv6 && length >= IPV6_LENGTH) {
      const address = [
        block.view.getUint32(start),
        block.view.getUint32(start + 4),
        block.view.getUint32(start + 8),
        block.view.getUint32(start + 12),
      ] as const;
      for (const name of nameList(block, start + IPV6_LENGTH, start + length)) {
        annotations.addName({ ipVersion: 6, address, name });
      }
    }
  }
  return !record.broken;
}

/** Names in `[start, end)`, each ended by a zero octet or by the record's end. */
function nameList(block: BlockRange, start: number, end: number): string[] {
  const names: string[] = [];
  let first = start;
  for (let offset = start; offset <= end; offset++) {
    if (offset < end && block.bytes[offset] !== 0) continue;
    if (offset > first) names.push(decodeUtf8(block.bytes, first, offset));
    first = offset + 1;
  }
  return names;
}
