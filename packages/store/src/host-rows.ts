/** Rows of the tables of names and devices: what was known of addresses in a minute. */
import type { HostSighting, MinuteReport } from "@wirescope/query";
import { parseAddress, writeAddress } from "./address-octets.ts";
import type { ReportContext } from "./report-context.ts";
import { DEVICES, NAMES } from "./schema.ts";
import { ADDRESS_LENGTH, type ColumnValues, repeated, type TableRows } from "./table-rows.ts";

export interface HostRows {
  /** Sightings in this minute, to be joined with earlier ones of the same address, name and source. */
  readonly names: TableRows;
  /** Likewise by address and MAC address. */
  readonly devices: TableRows;
}

export function hostRows(
  { slices: { minute }, hosts }: MinuteReport,
  { sensor, catalog }: ReportContext,
): HostRows {
  const names = hosts.flatMap((host) =>
    host.names.map((known, rank) => ({ ...known, rank, host })),
  );
  const devices = hosts.flatMap((host) =>
    host.mac === undefined ? [] : [{ mac: host.mac, host }],
  );
  return {
    names: toRows(NAMES, minute, sensor, names, [
      ["name", names.map(({ name }) => name)],
      ["source", names.map(({ source }) => source)],
      ["rank", names.map(({ rank }) => rank)],
    ]),
    devices: toRows(DEVICES, minute, sensor, devices, [
      ["mac", devices.map(({ mac }) => mac)],
      ["vendor", devices.map(({ mac }) => catalog?.vendor(mac) ?? "")],
    ]),
  };
}

function toRows(
  table: TableRows["table"],
  minute: number,
  sensor: string,
  sightings: readonly { readonly host: HostSighting }[],
  values: readonly (readonly [string, ColumnValues])[],
): TableRows {
  const count = sightings.length;
  const address = new Uint8Array(ADDRESS_LENGTH * count);
  const view = new DataView(address.buffer);
  for (const [i, { host }] of sightings.entries()) {
    const parsed = parseAddress(host.address);
    if (parsed !== undefined) writeAddress(view, i, parsed.ipVersion, parsed.words);
  }
  const seen = new Array<number>(count).fill(minute);
  return {
    table,
    count,
    values: new Map<string, ColumnValues>([
      ["sensor", repeated(sensor, count)],
      ["address", address],
      ["first", seen],
      ["last", seen],
      ...values,
    ]),
  };
}
