/**
 * Service discovery of SOME/IP, AUTOSAR "SOME/IP Service Discovery Protocol Specification" (FO PRS 802).
 *
 * Flags (1), reserved (3), entries and options, each array with its length before it.
 */

import { defineField, type FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";

const SUBSCRIBE = 6;
const ACKNOWLEDGE = 7;

/** What an entry says while its time to live is not over, and what once it is. */
const ENTRIES: Readonly<Record<number, readonly [alive: string, over: string]>> = {
  0: ["Find", "Find"],
  1: ["Offer", "StopOffer"],
  6: ["Subscribe", "StopSubscribe"],
  7: ["SubscribeAck", "SubscribeNack"],
};

const OPTIONS: Readonly<Record<number, string>> = {
  1: "Configuration",
  2: "Load Balancing",
  4: "IPv4 Endpoint",
  6: "IPv6 Endpoint",
  20: "IPv4 Multicast",
  22: "IPv6 Multicast",
  36: "IPv4 SD Endpoint",
  38: "IPv6 SD Endpoint",
};

const TRANSPORTS: Readonly<Record<number, string>> = { 6: "TCP", 17: "UDP" };

const ENTRY_LEN = 16;
/** An option's length does not count the length and the type. */
const OPTION_PREFIX_LEN = 3;
/** Entries and options that are shown; datagrams have room for fewer. */
const MAX_ITEMS = 128;

const SD = defineField("someipsd", "protocol", "SOME/IP Service Discovery Protocol");
const FLAGS = defineField("someipsd.flags", "uint8", "Flags", { hex: true });
const REBOOT = defineField("someipsd.flags.reboot", "boolean", "Reboot Flag", { mask: 0x80 });
const UNICAST = defineField("someipsd.flags.unicast", "boolean", "Unicast Flag", { mask: 0x40 });
const INITIAL = defineField(
  "someipsd.flags.exp_init_events",
  "boolean",
  "Explicit Initial Events Flag",
  { mask: 0x20 },
);
const RESERVED = defineField("someipsd.reserved", "uint24", "Reserved", { hex: true });
const ENTRIES_LEN = defineField(
  "someipsd.length_entriesarray",
  "uint32",
  "Length of Entries Array",
);
const ENTRY = defineField("someipsd.entry", "protocol", "Entry");
const TYPE = defineField("someipsd.entry.type", "uint8", "Type", { hex: true });
const INDEX_1 = defineField("someipsd.entry.index1", "uint8", "Index 1", { hex: true });
const INDEX_2 = defineField("someipsd.entry.index2", "uint8", "Index 2", { hex: true });
const COUNT_1 = defineField("someipsd.entry.numopt1", "uint8", "Number of Opts 1", {
  hex: true,
  mask: 0xf0,
});
const COUNT_2 = defineField("someipsd.entry.numopt2", "uint8", "Number of Opts 2", {
  hex: true,
  mask: 0x0f,
});
const SERVICE = defineField("someipsd.entry.serviceid", "uint16", "Service ID", { hex: true });
const INSTANCE = defineField("someipsd.entry.instanceid", "uint16", "Instance ID", { hex: true });
const MAJOR = defineField("someipsd.entry.majorver", "uint8", "Major Version");
const TTL = defineField("someipsd.entry.ttl", "uint24", "TTL");
const MINOR = defineField("someipsd.entry.minorver", "uint32", "Minor Version");
const INITIAL_EVENTS = defineField(
  "someipsd.entry.initialevents",
  "boolean",
  "Initial Event Request",
  { mask: 0x80 },
);
const COUNTER = defineField("someipsd.entry.counter", "uint8", "Counter", {
  hex: true,
  mask: 0x0f,
});
const EVENT_GROUP = defineField("someipsd.entry.eventgroupid", "uint16", "Eventgroup ID", {
  hex: true,
});
const OPTIONS_LEN = defineField(
  "someipsd.length_optionsarray",
  "uint32",
  "Length of Options Array",
);
const OPTION = defineField("someipsd.options", "protocol", "Option");
const OPTION_LEN = defineField("someipsd.option.length", "uint16", "Length");
const OPTION_TYPE = defineField("someipsd.option.type", "uint8", "Type", { values: OPTIONS });
const IPV4 = defineField("someipsd.option.ipv4address", "ipv4", "IPv4 Address");
const IPV6 = defineField("someipsd.option.ipv6address", "ipv6", "IPv6 Address");
const TRANSPORT = defineField("someipsd.option.proto", "uint8", "Protocol", { values: TRANSPORTS });
const PORT = defineField("someipsd.option.port", "uint16", "Port");
const PRIORITY = defineField("someipsd.option.priority", "uint16", "Priority");
const WEIGHT = defineField("someipsd.option.weight", "uint16", "Weight");
const CONFIGURATION = defineField(
  "someipsd.option.config_string_element",
  "string",
  "Configuration String Element",
);
const UNKNOWN = defineField("someipsd.option.unknown_data", "bytes", "Unknown Data");

export const SD_FIELDS: readonly FieldSpec[] = [
  ...[SD, FLAGS, REBOOT, UNICAST, INITIAL, RESERVED, ENTRIES_LEN, ENTRY, TYPE, INDEX_1, INDEX_2],
  ...[COUNT_1, COUNT_2, SERVICE, INSTANCE, MAJOR, TTL, MINOR, INITIAL_EVENTS, COUNTER],
  ...[EVENT_GROUP, OPTIONS_LEN, OPTION, OPTION_LEN, OPTION_TYPE, IPV4, IPV6, TRANSPORT, PORT],
  ...[PRIORITY, WEIGHT, CONFIGURATION, UNKNOWN],
];

/** Appends the layer of service discovery that a message carries in `[start, end)`. */
export function addServiceDiscovery(tree: Tree, start: number, end: number): void {
  tree.layer("someipsd", SD.description, start, end);
  const cursor = new FieldCursor(tree, start, end);
  tree.inside(cursor.add(FLAGS), () => {
    for (const flag of [REBOOT, UNICAST, INITIAL]) tree.add(flag, start);
  });
  cursor.add(RESERVED);
  const entriesEnd = cursor.number(ENTRIES_LEN) + cursor.off;
  const said = new Set<string>();
  for (let count = 0; count < MAX_ITEMS && cursor.off + ENTRY_LEN <= entriesEnd; count += 1) {
    if (cursor.left < ENTRY_LEN) break;
    said.add(addEntry(cursor));
  }
  cursor.skip(Math.max(0, entriesEnd - cursor.off));
  const optionsEnd = cursor.number(OPTIONS_LEN) + cursor.off;
  for (
    let count = 0;
    count < MAX_ITEMS && cursor.off + OPTION_PREFIX_LEN < optionsEnd;
    count += 1
  ) {
    if (cursor.left <= OPTION_PREFIX_LEN) break;
    addOption(cursor, count);
  }
  const list = said.size === 0 ? "" : ` [${[...said].join(", ")}]`;
  tree.shown = { protocol: "SOME/IP-SD", info: `${SD.description}${list}` };
}

/** @returns what the entry says, in a word */
function addEntry(cursor: FieldCursor): string {
  const { tree, off } = cursor;
  const { view } = tree;
  const type = view.getUint8(off);
  const isOver = view.getUint32(off + 8) << 8 === 0;
  const said = ENTRIES[type]?.[isOver ? 1 : 0] ?? `Unknown ${type}`;
  const title = `${said} (Service ID 0x${hex(view.getUint16(off + 4), 4)}, Instance ID 0x${hex(view.getUint16(off + 6), 4)})`;
  tree.inside(tree.group(ENTRY, off, off + ENTRY_LEN, title), () => {
    cursor.add(TYPE);
    cursor.add(INDEX_1);
    cursor.add(INDEX_2);
    tree.add(COUNT_1, cursor.off);
    cursor.add(COUNT_2);
    for (const spec of [SERVICE, INSTANCE, MAJOR, TTL]) cursor.add(spec);
    if (type === SUBSCRIBE || type === ACKNOWLEDGE) {
      cursor.skip(1);
      tree.add(INITIAL_EVENTS, cursor.off);
      cursor.add(COUNTER);
      cursor.add(EVENT_GROUP);
    } else {
      cursor.add(MINOR);
    }
  });
  return said;
}

/** An option of at least its prefix and an octet. */
function addOption(cursor: FieldCursor, index: number): void {
  const { tree, off } = cursor;
  const type = tree.view.getUint8(off + 2);
  const end = Math.min(cursor.end, off + OPTION_PREFIX_LEN + tree.view.getUint16(off));
  const name = `${OPTIONS[type] ?? "Unknown"} Option`;
  tree.inside(tree.group(OPTION, off, end, `${index}: ${name}`), () => {
    const option = new FieldCursor(tree, off, Math.max(end, off + OPTION_PREFIX_LEN));
    option.add(OPTION_LEN);
    option.add(OPTION_TYPE);
    option.skip(1);
    addBody(option, type);
  });
  cursor.skip(Math.max(OPTION_PREFIX_LEN, end - off));
}

function addBody(option: FieldCursor, type: number): void {
  switch (type) {
    case 1:
      addConfiguration(option);
      return;
    case 2:
      option.add(PRIORITY);
      option.add(WEIGHT);
      return;
    case 4:
    case 20:
    case 36:
      option.add(IPV4);
      break;
    case 6:
    case 22:
    case 38:
      option.add(IPV6);
      break;
    default:
      if (option.left > 0) option.add(UNKNOWN, option.left);
      return;
  }
  option.skip(1);
  option.add(TRANSPORT);
  option.add(PORT);
}

/** Texts, each with its length before it, up to an empty one (RFC 6763 §6). */
function addConfiguration(option: FieldCursor): void {
  for (let length = option.peek(); length > 0; length = option.peek()) {
    option.skip(1);
    option.add(CONFIGURATION, length);
  }
}
