/** Rows of the table of slices: codes become names, addresses learn where they are. */
import { FLOW_STATE_NAMES, HEALTH_COUNTERS, type SliceBatch } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import { protocolInfo } from "@wirescope/decode";
import { applicationName, placeOf, toUnixNanos } from "@wirescope/query";
import { wordsAt, writeAddress } from "./address-octets.ts";
import type { ReportContext } from "./report-context.ts";
import { columnName, SLICES } from "./schema.ts";
import { sliceOrder } from "./slice-order.ts";
import { ADDRESS_LENGTH, type ColumnValues, repeated, type TableRows } from "./table-rows.ts";

interface Ends {
  readonly addresses: Uint8Array;
  readonly countries: readonly string[];
  readonly systems: Uint32Array;
}

/** Rows that are made at a time: a minute of a flood would take a hundred megabytes at once. */
const PART_ROWS = 2048;

/** The same rows as of {@link sliceRows}, a part at a time. */
export function* sliceParts(batch: SliceBatch, context: ReportContext): Generator<TableRows> {
  const order = sliceOrder(batch);
  for (let start = 0; start < order.length; start += PART_ROWS) {
    yield sliceRows(batch, context, order.subarray(start, start + PART_ROWS));
  }
}

/** @param order the batch's rows that are wanted */
export function sliceRows(
  batch: SliceBatch,
  { sensor, run, catalog }: ReportContext,
  order: Uint32Array = sliceOrder(batch),
): TableRows {
  const count = order.length;
  const numbers = (column: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => column[order[i]!]!);
  const texts = (text: (row: number) => string): string[] =>
    Array.from({ length: count }, (_, i) => text(order[i]!));
  const times = (seconds: Float64Array, nanoseconds: Uint32Array): BigInt64Array =>
    BigInt64Array.from({ length: count }, (_, i) =>
      toUnixNanos(seconds[order[i]!]!, nanoseconds[order[i]!]!),
    );
  const applications = Array.from(order, (row) =>
    applicationName(batch.application[row]!, batch.protocol[row]!, catalog),
  );
  const originator = readEnds(batch.originator, batch, order, catalog);
  const responder = readEnds(batch.responder, batch, order, catalog);
  const values: [string, ColumnValues][] = [
    ["minute", new Float64Array(count).fill(batch.minute)],
    ["sensor", repeated(sensor, count)],
    ["run", new Float64Array(count).fill(run)],
    ["flow", numbers(batch.flow)],
    ["previous", numbers(batch.previous)],
    ["ip_version", numbers(batch.ipVersion)],
    ["ip_protocol", numbers(batch.ipProtocol)],
    ["vlan", numbers(batch.vlan)],
    ["tunnel", texts((row) => (batch.tunnel[row] === 0 ? "" : protocolName(batch.tunnel[row]!)))],
    ["originator", originator.addresses],
    ["responder", responder.addresses],
    ["originator_port", numbers(batch.originatorPort)],
    ["responder_port", numbers(batch.responderPort)],
    ["service_port", numbers(batch.servicePort)],
    ["icmp_type", numbers(batch.icmpType)],
    ["icmp_identifier", numbers(batch.icmpIdentifier)],
    ["protocol", texts((row) => protocolName(batch.protocol[row]!))],
    ["protocol_by_port", numbers(batch.protocolByPort)],
    ["application", applications.map(({ name }) => name)],
    ["category", applications.map(({ category }) => category)],
    ["name", texts((row) => batch.texts[batch.name[row]!]!)],
    ["originator_country", originator.countries],
    ["responder_country", responder.countries],
    ["originator_asn", originator.systems],
    ["responder_asn", responder.systems],
    ["state", texts((row) => FLOW_STATE_NAMES[batch.state[row]!]!)],
    ["first", times(batch.firstSeconds, batch.firstNanoseconds)],
    ["last", times(batch.lastSeconds, batch.lastNanoseconds)],
    ["packets_out", numbers(batch.packetsOut)],
    ["packets_in", numbers(batch.packetsIn)],
    ["bytes_out", numbers(batch.bytesOut)],
    ["bytes_in", numbers(batch.bytesIn)],
    ["payload_out", numbers(batch.payloadOut)],
    ["payload_in", numbers(batch.payloadIn)],
    ...HEALTH_COUNTERS.map((name): [string, ColumnValues] => [
      columnName(name),
      numbers(batch.health[name]),
    ]),
    ["initial_rtt", numbers(batch.initialRtt)],
    ["rtt_out", numbers(batch.rttOut)],
    ["rtt_in", numbers(batch.rttIn)],
  ];
  return { table: SLICES, count, values: new Map(values) };
}

function protocolName(code: number): string {
  return protocolInfo(code).name;
}

function readEnds(
  words: Uint32Array,
  batch: SliceBatch,
  order: Uint32Array,
  catalog: Catalog | undefined,
): Ends {
  const addresses = new Uint8Array(ADDRESS_LENGTH * order.length);
  const view = new DataView(addresses.buffer);
  const countries = repeated("", order.length);
  const systems = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    const ipVersion = batch.ipVersion[row]!;
    if (ipVersion === 0) continue;
    const address = wordsAt(words, row);
    writeAddress(view, i, ipVersion, address);
    const place = placeOf({ ipVersion: ipVersion === 4 ? 4 : 6, words: address }, catalog);
    countries[i] = place.country ?? "";
    systems[i] = place.system?.number ?? 0;
  }
  return { addresses, countries, systems };
}
