/** Rows of the table of usage: what each local address exchanged in a minute. */
import type { SliceBatch } from "@wirescope/analysis";
import type { AddressKind } from "@wirescope/catalog";
import { addressKind, isLocalKind, type MinuteReport } from "@wirescope/query";
import { type AddressWords, parseAddress, wordsAt, writeAddress } from "./address-octets.ts";
import { USAGE } from "./schema.ts";
import { ADDRESS_LENGTH, type ColumnValues, repeated, type TableRows } from "./table-rows.ts";

/** Addresses with a row of their own in a quarter of an hour; the rest share the all-zero one. */
export const USAGE_ADDRESSES = 4096;

export const QUARTER = 900;

/** Local kinds that no device has for its own. */
const OF_NO_DEVICE: ReadonlySet<AddressKind> = new Set(["multicast", "broadcast", "unspecified"]);

interface Sums {
  readonly ipVersion: number;
  readonly words: AddressWords;
  packetsOut: number;
  packetsIn: number;
  bytesOut: number;
  bytesIn: number;
}

/** Local are addresses of local networks, and global ones whose MAC address was seen. */
export function usageRows({ slices, hosts }: MinuteReport, sensor: string): TableRows {
  const neighbours = new Set<string>();
  for (const { address, mac } of hosts) {
    const parsed = mac === undefined ? undefined : parseAddress(address);
    if (parsed !== undefined) neighbours.add(keyOf(parsed.ipVersion, parsed.words));
  }
  const all = limited(sumUp(slices, neighbours));
  const addresses = new Uint8Array(ADDRESS_LENGTH * all.length);
  const view = new DataView(addresses.buffer);
  for (const [i, { ipVersion, words }] of all.entries()) writeAddress(view, i, ipVersion, words);
  const quarter = slices.minute - (slices.minute % QUARTER);
  return {
    table: USAGE,
    count: all.length,
    values: new Map<string, ColumnValues>([
      ["quarter", all.map(() => quarter)],
      ["sensor", repeated(sensor, all.length)],
      ["address", addresses],
      ["packets_out", all.map(({ packetsOut }) => packetsOut)],
      ["packets_in", all.map(({ packetsIn }) => packetsIn)],
      ["bytes_out", all.map(({ bytesOut }) => bytesOut)],
      ["bytes_in", all.map(({ bytesIn }) => bytesIn)],
    ]),
  };
}

function sumUp(slices: SliceBatch, neighbours: ReadonlySet<string>): Sums[] {
  /** Undefined for addresses that are not local. */
  const byAddress = new Map<string, Sums | undefined>();
  const find = (ipVersion: number, words: AddressWords): Sums | undefined => {
    const key = keyOf(ipVersion, words);
    if (byAddress.has(key)) return byAddress.get(key);
    const isDevice = neighbours.has(key) || isLocalDevice(ipVersion, words);
    const sums = isDevice ? emptySums(ipVersion, words) : undefined;
    byAddress.set(key, sums);
    return sums;
  };
  for (let row = 0; row < slices.count; row++) {
    const ipVersion = slices.ipVersion[row]!;
    if (ipVersion === 0) continue;
    const packetsOut = slices.packetsOut[row]!;
    const packetsIn = slices.packetsIn[row]!;
    const bytesOut = slices.bytesOut[row]!;
    const bytesIn = slices.bytesIn[row]!;
    const originator = find(ipVersion, wordsAt(slices.originator, row));
    if (originator !== undefined) add(originator, packetsOut, packetsIn, bytesOut, bytesIn);
    const responder = find(ipVersion, wordsAt(slices.responder, row));
    if (responder !== undefined) add(responder, packetsIn, packetsOut, bytesIn, bytesOut);
  }
  return [...byAddress.values()].filter((sums) => sums !== undefined);
}

/** The largest, and the sum of the others under version 0. */
function limited(all: Sums[]): Sums[] {
  if (all.length <= USAGE_ADDRESSES) return all;
  all.sort((a, b) => b.bytesOut + b.bytesIn - a.bytesOut - a.bytesIn);
  const others = emptySums(0, [0, 0, 0, 0]);
  for (const { packetsOut, packetsIn, bytesOut, bytesIn } of all.slice(USAGE_ADDRESSES)) {
    add(others, packetsOut, packetsIn, bytesOut, bytesIn);
  }
  return [...all.slice(0, USAGE_ADDRESSES), others];
}

function isLocalDevice(ipVersion: number, words: AddressWords): boolean {
  const kind = addressKind({ ipVersion: ipVersion === 4 ? 4 : 6, words });
  return isLocalKind(kind) && !OF_NO_DEVICE.has(kind);
}

function emptySums(ipVersion: number, words: AddressWords): Sums {
  return { ipVersion, words, packetsOut: 0, packetsIn: 0, bytesOut: 0, bytesIn: 0 };
}

function add(
  sums: Sums,
  packetsOut: number,
  packetsIn: number,
  bytesOut: number,
  bytesIn: number,
): void {
  sums.packetsOut += packetsOut;
  sums.packetsIn += packetsIn;
  sums.bytesOut += bytesOut;
  sums.bytesIn += bytesIn;
}

function keyOf(ipVersion: number, words: AddressWords): string {
  return ipVersion === 4 ? String(words[0]) : words.join(":");
}
