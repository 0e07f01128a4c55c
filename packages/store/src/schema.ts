/**
 * The tables of history. This is the one definition: DDL and queries of every engine, and the
 * documentation, are made from it.
 *
 * Addresses, names and counters are stored, payload never.
 */
import { HEALTH_COUNTERS } from "@wirescope/analysis";
import { type Column, column, type Table } from "./column.ts";

/** Version of the schema below; each step up from an earlier one is in migrate.ts. */
export const SCHEMA_VERSION = 1;

const SENSOR: Column = column("sensor", "label", "Which Wirescope recorded it");

const COUNTS: readonly Column[] = [
  column("packets_out", "uint64", "Packets from the originator", "packets"),
  column("packets_in", "uint64", "Packets from the responder", "packets"),
  column("bytes_out", "uint64", "Octets on the wire from the originator", "octets"),
  column("bytes_in", "uint64", "Octets on the wire from the responder", "octets"),
  column("payload_out", "uint64", "Octets of payload from the originator", "octets"),
  column("payload_in", "uint64", "Octets of payload from the responder", "octets"),
];

/** `retransmissionsOut` → `retransmissions_out`. */
export function columnName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Each active flow's part of each minute. */
export const SLICES: Table = {
  name: "slices",
  description:
    "What each flow exchanged in each minute. Traffic without a flow has one row per protocol.",
  key: ["minute", "originator", "responder"],
  time: "minute",
  columns: [
    column("minute", "uint32", "The minute", "minute"),
    SENSOR,
    column("run", "uint32", "When the capture began; with flow, it names the flow", "seconds"),
    column("flow", "uint64", "Number of the flow in its capture; 0 for traffic put together"),
    column("previous", "uint32", "Minute of the flow's slice before; 0 for its first", "minute"),
    column("ip_version", "uint8", "4 or 6; 0 for traffic put together"),
    column("ip_protocol", "uint8", "IANA number"),
    column("vlan", "int16", "802.1Q identifier; -1 without a tag"),
    column("tunnel", "label", "What the innermost IP layer came in; empty for none"),
    column("originator", "address", "Address that opened the flow"),
    column("responder", "address", "Address that was called"),
    column("originator_port", "int32", "-1 without ports"),
    column("responder_port", "int32", "-1 without ports"),
    column("service_port", "int32", "Port that stands for the service; -1 without ports"),
    column("icmp_type", "int32", "Type of an ICMP exchange's request; -1 for other flows"),
    column("icmp_identifier", "int32", "Identifier of an ICMP exchange; -1 for other flows"),
    column("protocol", "label", "Protocol of the flow"),
    column("protocol_by_port", "uint8", "1 where a port number alone says so"),
    column("application", "label", "Application of the flow, or its protocol"),
    column("category", "label", "Category of the application, in nDPI's words"),
    column("name", "text", "Server, host or queried name seen in the flow; empty for none"),
    column("originator_country", "label", "ISO 3166-1 alpha-2; empty for unknown"),
    column("responder_country", "label", "ISO 3166-1 alpha-2; empty for unknown"),
    column("originator_asn", "uint32", "Autonomous system; 0 for unknown"),
    column("responder_asn", "uint32", "Autonomous system; 0 for unknown"),
    column("state", "label", "State of the flow at the end of the minute"),
    column("first", "int64", "First packet of the slice", "nanoseconds"),
    column("last", "int64", "Last packet of the slice", "nanoseconds"),
    ...COUNTS,
    ...HEALTH_COUNTERS.map((name) =>
      column(columnName(name), "uint32", "Of TCP, during the minute", "count"),
    ),
    column("initial_rtt", "uint32", "Of the handshake; 0 for unknown", "microseconds"),
    column("rtt_out", "uint32", "Smoothed round trip; 0 for unknown", "microseconds"),
    column("rtt_in", "uint32", "Smoothed round trip; 0 for unknown", "microseconds"),
  ],
};

/** One row for each minute that was recorded: what is missing here was not captured. */
export const MINUTES: Table = {
  name: "minutes",
  description: "Each recorded minute, with what it lost.",
  key: ["minute"],
  time: "minute",
  columns: [
    column("minute", "uint32", "The minute", "minute"),
    SENSOR,
    column("run", "uint32", "When the capture began", "seconds"),
    column("first", "int64", "First packet; 0 without one", "nanoseconds"),
    column("last", "int64", "Last packet; 0 without one", "nanoseconds"),
    column("packets", "uint64", "All packets", "packets"),
    column("bytes", "uint64", "Octets on the wire", "octets"),
    column("malformed", "uint64", "Packets that could not be decoded whole", "packets"),
    column("flows", "uint64", "Flows that were active", "flows"),
    column("flows_begun", "uint64", "Of these, new ones", "flows"),
    column("flows_merged", "uint64", "Of these, put together since there were too many", "flows"),
    column("kernel_drops", "uint64", "Lost by the operating system", "packets"),
    column("interface_drops", "uint64", "Lost by the interface or its driver", "packets"),
    column("minutes_lost", "uint32", "Minutes before this one that could not be written", "count"),
  ],
};

/** Timelines of any length, exact to the minute. */
export const PROTOCOL_MINUTES: Table = {
  name: "protocol_minutes",
  description: "What each protocol and application exchanged in each minute.",
  key: ["minute"],
  time: "minute",
  columns: [
    column("minute", "uint32", "The minute", "minute"),
    SENSOR,
    column("protocol", "label", "Protocol of the flows"),
    column("application", "label", "Application of the flows, or their protocol"),
    column("packets", "uint64", "All packets", "packets"),
    column("packets_by_port", "uint64", "Of these, named by a port number alone", "packets"),
    column("bytes", "uint64", "Octets on the wire", "octets"),
    column("flows", "uint64", "Flows that were active", "flows"),
    column("flows_begun", "uint64", "Of these, new ones", "flows"),
  ],
};

/** What rollups rank. */
export const ROLLUP_DIMENSIONS = [
  "host",
  "conversation",
  "service",
  "protocol",
  "application",
  "name",
  "country",
  "asn",
] as const;
export type RollupDimension = (typeof ROLLUP_DIMENSIONS)[number];

/** The largest of each hour by octets, and exactly what they leave out. */
export const ROLLUPS: Table = {
  name: "rollups",
  description:
    "The largest members of each dimension in each hour; the row with an empty member is all others.",
  key: ["dimension", "hour"],
  time: "hour",
  columns: [
    column("hour", "uint32", "The hour", "hour"),
    SENSOR,
    column("dimension", "label", "host, conversation, service, protocol, application, name, …"),
    column("member", "text", "Label of the member; empty for all others"),
    column("members", "uint32", "1; of the others, how many they are", "count"),
    column("packets_out", "uint64", "Packets from the member", "packets"),
    column("packets_in", "uint64", "Packets towards the member", "packets"),
    column("bytes_out", "uint64", "Octets from the member", "octets"),
    column("bytes_in", "uint64", "Octets towards the member", "octets"),
    column("flows", "uint64", "Flows that were active", "flows"),
    column("flows_begun", "uint64", "Of these, new ones", "flows"),
  ],
};

/** For calendars of any time zone: their offsets are multiples of a quarter of an hour. */
export const USAGE: Table = {
  name: "usage",
  description:
    "What each address of the local network exchanged in each quarter of an hour, all of it.",
  key: ["quarter", "address"],
  time: "quarter",
  columns: [
    column("quarter", "uint32", "The quarter of an hour", "quarter"),
    SENSOR,
    column("address", "address", "Address of the device; all zero for addresses beyond the limit"),
    column("packets_out", "uint64", "Packets from the device", "packets"),
    column("packets_in", "uint64", "Packets towards the device", "packets"),
    column("bytes_out", "uint64", "Octets from the device", "octets"),
    column("bytes_in", "uint64", "Octets towards the device", "octets"),
  ],
};

/** What addresses were called, and when. */
export const NAMES: Table = {
  name: "names",
  description: "Names of addresses, with the minutes in which they were first and last known.",
  key: ["address"],
  time: "last",
  columns: [
    SENSOR,
    column("address", "address", "The address"),
    column("name", "text", "One of its names"),
    column("source", "label", "dhcp, mdns, llmnr, nbns, dns, tls or http"),
    column("rank", "uint8", "0 for the best name when it was last known"),
    column("first", "uint32", "Minute in which it was first known", "minute"),
    column("last", "uint32", "Minute in which it was last known", "minute"),
  ],
};

/** Which address belonged to which network interface, and when. */
export const DEVICES: Table = {
  name: "devices",
  description: "MAC addresses of local addresses, with the minutes of their first and last sight.",
  key: ["address"],
  time: "last",
  columns: [
    SENSOR,
    column("address", "address", "The address"),
    column("mac", "label", "Its MAC address, as 02:00:00:00:00:01"),
    column("vendor", "label", "Maker of the interface; empty for unknown"),
    column("first", "uint32", "Minute of the first sight", "minute"),
    column("last", "uint32", "Minute of the last sight", "minute"),
  ],
};

/** What happened to the recording. */
export const EVENTS: Table = {
  name: "events",
  description: "Beginnings and ends of captures, and interfaces that came and went.",
  key: ["time"],
  time: "time",
  columns: [
    column("time", "uint32", "When it happened", "seconds"),
    SENSOR,
    column("interface", "label", "Name of the interface"),
    column("kind", "label", "begin, end, up or down"),
  ],
};

export const TABLES: readonly Table[] = [
  SLICES,
  MINUTES,
  PROTOCOL_MINUTES,
  ROLLUPS,
  USAGE,
  NAMES,
  DEVICES,
  EVENTS,
];
