/** SNMP versions 1 (RFC 1157), 2c (RFC 1901, RFC 3416) and 3 (RFC 3412, RFC 3414). */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import {
  type BerItem,
  itemLength,
  readInteger,
  readItem,
  readItems,
  readOid,
  readUnsigned,
  Tag,
} from "./ber.ts";
import { readText } from "./name-text.ts";

const PORTS = [161, 162] as const;

const VERSION_3 = 3;

/** Flag of version 3: the rest of the message is encrypted (RFC 3412 §6.4). */
const PRIVACY = 0x02;

const FIRST_PDU = 0xa0;
const TRAP = 4;
const BULK = 5;
const PDU_NAMES: readonly string[] = [
  "get-request",
  "get-next-request",
  "get-response",
  "set-request",
  "trap",
  "getBulkRequest",
  "informRequest",
  "snmpV2-trap",
  "report",
];

const VERSIONS = { 0: "version-1", 1: "v2c", 2: "v2u", 3: "snmpv3" };

const VERSION = defineField("snmp.version", "int32", "version", { values: VERSIONS });
const VERSION_3_FIELD = defineField("snmp.msgVersion", "int32", "msgVersion", { values: VERSIONS });
const COMMUNITY = defineField("snmp.community", "string", "community");
const DATA = defineField("snmp.data", "uint32", "data", { values: (code) => PDU_NAMES[code] });
const REQUEST_ID = defineField("snmp.request_id", "int32", "request-id");
const ERROR_STATUS = defineField("snmp.error_status", "int32", "error-status", {
  values: {
    0: "noError",
    1: "tooBig",
    2: "noSuchName",
    3: "badValue",
    4: "readOnly",
    5: "genErr",
    6: "noAccess",
    7: "wrongType",
    8: "wrongLength",
    9: "wrongEncoding",
    10: "wrongValue",
    11: "noCreation",
    12: "inconsistentValue",
    13: "resourceUnavailable",
    14: "commitFailed",
    15: "undoFailed",
    16: "authorizationError",
    17: "notWritable",
    18: "inconsistentName",
  },
});
const ERROR_INDEX = defineField("snmp.error_index", "int32", "error-index");
const NON_REPEATERS = defineField("snmp.non_repeaters", "uint32", "non-repeaters");
const MAX_REPETITIONS = defineField("snmp.max_repetitions", "uint32", "max-repetitions");
const ENTERPRISE = defineField("snmp.enterprise", "string", "enterprise");
const AGENT = defineField("snmp.agent_addr", "ipv4", "agent-addr");
const GENERIC_TRAP = defineField("snmp.generic_trap", "int32", "generic-trap", {
  values: {
    0: "coldStart",
    1: "warmStart",
    2: "linkDown",
    3: "linkUp",
    4: "authenticationFailure",
    5: "egpNeighborLoss",
    6: "enterpriseSpecific",
  },
});
const SPECIFIC_TRAP = defineField("snmp.specific_trap", "int32", "specific-trap");
const TIME_STAMP = defineField("snmp.time_stamp", "uint32", "time-stamp");
const BINDINGS = defineField("snmp.variable_bindings", "uint32", "variable-bindings");
const BINDING = defineField("snmp.VarBind_element", "protocol", "VarBind");
const NAME = defineField("snmp.name", "string", "Object Name");
const INTEGER = defineField("snmp.value.int", "int32", "Value (Integer32)");
const OCTETS = defineField("snmp.value.octets", "bytes", "Value (OctetString)");
const OID = defineField("snmp.value.oid", "string", "Value (OID)");
const NULL = defineField("snmp.value.null", "protocol", "Value (Null)");
const IPV4 = defineField("snmp.value.ipv4", "ipv4", "Value (IpAddress)");
const COUNTER = defineField("snmp.value.counter", "double", "Value (Counter32)");
const GAUGE = defineField("snmp.value.u32", "double", "Value (Unsigned32)");
const TICKS = defineField("snmp.value.timeticks", "double", "Value (Timeticks)");
const OPAQUE = defineField("snmp.value.opaque", "bytes", "Value (Opaque)");
const UNKNOWN = defineField("snmp.value.unk", "bytes", "Value (Unknown)");
const ABSENT: Readonly<Record<number, FieldSpec>> = {
  128: defineField("snmp.noSuchObject_element", "protocol", "noSuchObject"),
  129: defineField("snmp.noSuchInstance_element", "protocol", "noSuchInstance"),
  130: defineField("snmp.endOfMibView_element", "protocol", "endOfMibView"),
};

const MESSAGE_ID = defineField("snmp.msgID", "uint32", "msgID");
const MAX_SIZE = defineField("snmp.msgMaxSize", "uint32", "msgMaxSize");
const MESSAGE_FLAGS = defineField("snmp.msgFlags", "bytes", "msgFlags");
const SECURITY_MODEL = defineField("snmp.msgSecurityModel", "uint32", "msgSecurityModel", {
  values: { 0: "Any", 1: "V1", 2: "V2C", 3: "USM" },
});
const SECURITY = defineField("snmp.msgSecurityParameters", "bytes", "msgSecurityParameters");
const ENGINE = defineField("snmp.msgAuthoritativeEngineID", "bytes", "msgAuthoritativeEngineID");
const BOOTS = defineField(
  "snmp.msgAuthoritativeEngineBoots",
  "uint32",
  "msgAuthoritativeEngineBoots",
);
const ENGINE_TIME = defineField(
  "snmp.msgAuthoritativeEngineTime",
  "uint32",
  "msgAuthoritativeEngineTime",
);
const USER = defineField("snmp.msgUserName", "string", "msgUserName");
const AUTHENTICATION = defineField(
  "snmp.msgAuthenticationParameters",
  "bytes",
  "msgAuthenticationParameters",
);
const PRIVACY_PARAMETERS = defineField(
  "snmp.msgPrivacyParameters",
  "bytes",
  "msgPrivacyParameters",
);
const MESSAGE_DATA = defineField("snmp.msgData", "uint32", "msgData", {
  values: { 0: "plaintext", 1: "encryptedPDU" },
});
const ENCRYPTED = defineField("snmp.encryptedPDU", "bytes", "encryptedPDU");
const CONTEXT_ENGINE = defineField("snmp.contextEngineID", "bytes", "contextEngineID");
const CONTEXT_NAME = defineField("snmp.contextName", "string", "contextName");

const FIELDS: readonly FieldSpec[] = [
  ...[VERSION, VERSION_3_FIELD, COMMUNITY, DATA, REQUEST_ID, ERROR_STATUS, ERROR_INDEX],
  ...[NON_REPEATERS, MAX_REPETITIONS, ENTERPRISE, AGENT, GENERIC_TRAP, SPECIFIC_TRAP, TIME_STAMP],
  ...[BINDINGS, NAME, INTEGER, OCTETS, OID, IPV4, COUNTER, GAUGE, TICKS, OPAQUE, UNKNOWN],
  ...[MESSAGE_ID, MAX_SIZE, MESSAGE_FLAGS, SECURITY_MODEL, SECURITY, ENGINE, BOOTS, ENGINE_TIME],
  ...[USER, AUTHENTICATION, PRIVACY_PARAMETERS, MESSAGE_DATA, ENCRYPTED, CONTEXT_ENGINE],
  ...[CONTEXT_NAME],
];

/** A sequence as long as the datagram that starts with a version in use and what follows that version. */
function isMessage(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (view.getUint8(off) !== Tag.Sequence) return false;
  const length = itemLength(view, off, end);
  if (length < 0 || length > packet.payloadLength) return false;
  const long = view.getUint8(off + 1);
  const version = off + (long < 0x80 ? 2 : 2 + (long & 0x7f));
  if (version + 5 > end || view.getUint16(version) !== 0x0201) return false;
  const number = view.getUint8(version + 2);
  const next = view.getUint8(version + 3);
  if (number === VERSION_3) return next === Tag.Sequence && length === packet.payloadLength;
  if ((number !== 0 && number !== 1) || next !== Tag.OctetString) return false;
  const pdu = version + 3 + itemLength(view, version + 3, end);
  return pdu > version + 3 && pdu < end && isPdu(view.getUint8(pdu));
}

function isPdu(tag: number): boolean {
  return tag >= FIRST_PDU && tag < FIRST_PDU + PDU_NAMES.length;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  const message = readItem(view, off, end);
  if (message?.tag !== Tag.Sequence) return;
  const [version, ...rest] = readItems(view, message.value, message.end);
  if (version?.tag !== Tag.Integer) return;
  const number = readInteger(view, version);
  tree.layer("snmp", "Simple Network Management Protocol", off, end);
  tree.show("SNMP", "");
  if (number === VERSION_3) {
    tree.value(VERSION_3_FIELD, number, version.value, version.end);
    addVersion3(tree, rest);
    return;
  }
  tree.value(VERSION, number, version.value, version.end);
  const [community, pdu] = rest;
  if (community?.tag === Tag.OctetString) addText(tree, COMMUNITY, community);
  if (pdu !== undefined) addPdu(tree, pdu);
}

function addVersion3(tree: Tree, items: readonly BerItem[]): void {
  const { view } = tree;
  const [header, security, data] = items;
  if (header === undefined) return;
  const [id, size, flags, model] = readItems(view, header.value, header.end);
  addInteger(tree, MESSAGE_ID, id);
  addInteger(tree, MAX_SIZE, size);
  addOctets(tree, MESSAGE_FLAGS, flags);
  addInteger(tree, SECURITY_MODEL, model);
  if (security !== undefined) addUserSecurity(tree, security);
  if (data === undefined) return;
  const isEncrypted =
    flags !== undefined &&
    flags.value < flags.end &&
    (view.getUint8(flags.value) & PRIVACY) !== 0 &&
    data.tag === Tag.OctetString;
  tree.value(MESSAGE_DATA, isEncrypted ? 1 : 0, data.start, data.start);
  if (isEncrypted) {
    addOctets(tree, ENCRYPTED, data);
    tree.show("SNMP", "encryptedPDU: privKey Unknown");
    return;
  }
  const [engine, name, pdu] = readItems(view, data.value, data.end);
  addOctets(tree, CONTEXT_ENGINE, engine);
  if (name !== undefined) addText(tree, CONTEXT_NAME, name);
  if (pdu !== undefined) addPdu(tree, pdu);
}

/** The user-based security model's parameters, RFC 3414 §2.4. */
function addUserSecurity(tree: Tree, security: BerItem): void {
  const { view } = tree;
  const field = addOctets(tree, SECURITY, security);
  const inner = readItem(view, security.value, security.end);
  if (inner?.tag !== Tag.Sequence) return;
  const [engine, boots, time, user, authentication, privacy] = readItems(
    view,
    inner.value,
    inner.end,
  );
  tree.inside(field, () => {
    addOctets(tree, ENGINE, engine);
    addInteger(tree, BOOTS, boots);
    addInteger(tree, ENGINE_TIME, time);
    if (user !== undefined) addText(tree, USER, user);
    addOctets(tree, AUTHENTICATION, authentication);
    addOctets(tree, PRIVACY_PARAMETERS, privacy);
  });
}

function addPdu(tree: Tree, pdu: BerItem): void {
  const { view } = tree;
  if (!isPdu(pdu.tag)) return;
  const type = pdu.tag - FIRST_PDU;
  const items = readItems(view, pdu.value, pdu.end);
  tree.summarize(PDU_NAMES[type]!);
  tree.inside(tree.value(DATA, type, pdu.start, pdu.end), () => {
    const info = [PDU_NAMES[type]!];
    if (type === TRAP) addTrap(tree, items, info);
    else addRequest(tree, type, items);
    const bindings = items[type === TRAP ? 5 : 3];
    if (bindings !== undefined) addBindings(tree, bindings, info);
    tree.show("SNMP", info.join(" "));
  });
}

function addRequest(tree: Tree, type: number, items: readonly BerItem[]): void {
  addInteger(tree, REQUEST_ID, items[0]);
  addInteger(tree, type === BULK ? NON_REPEATERS : ERROR_STATUS, items[1]);
  addInteger(tree, type === BULK ? MAX_REPETITIONS : ERROR_INDEX, items[2]);
}

/** The trap of version 1, RFC 1157 §4.1.6. */
function addTrap(tree: Tree, items: readonly BerItem[], info: string[]): void {
  const [enterprise, agent, generic, specific, time] = items;
  if (enterprise?.tag === Tag.Oid) {
    const oid = readOid(tree.view, enterprise);
    tree.value(ENTERPRISE, oid, enterprise.value, enterprise.end);
    info.push(oid.replace(/^1\./, "iso."));
  }
  if (agent !== undefined && agent.end - agent.value === 4) tree.add(AGENT, agent.value);
  addInteger(tree, GENERIC_TRAP, generic);
  addInteger(tree, SPECIFIC_TRAP, specific);
  if (time !== undefined) {
    tree.value(TIME_STAMP, readUnsigned(tree.view, time), time.value, time.end);
  }
}

function addBindings(tree: Tree, list: BerItem, info: string[]): void {
  const { view } = tree;
  const bindings = readItems(view, list.value, list.end);
  tree.inside(tree.value(BINDINGS, bindings.length, list.start, list.end), () => {
    for (const binding of bindings) {
      const [name, value] = readItems(view, binding.value, binding.end);
      if (name?.tag !== Tag.Oid) continue;
      const oid = readOid(view, name);
      info.push(oid);
      tree.inside(tree.group(BINDING, binding.start, binding.end, oid), () => {
        tree.value(NAME, oid, name.value, name.end);
        if (value !== undefined) addValue(tree, value);
      });
    }
  });
}

/** Values by their tag: universal types and those of SMIv2 (RFC 2578 §7.1). */
function addValue(tree: Tree, item: BerItem): void {
  const { view } = tree;
  switch (item.tag) {
    case Tag.Integer:
      addInteger(tree, INTEGER, item);
      return;
    case Tag.OctetString:
      addOctets(tree, OCTETS, item);
      return;
    case Tag.Null:
      tree.group(NULL, item.start, item.end, "");
      return;
    case Tag.Oid:
      tree.value(OID, readOid(view, item), item.value, item.end);
      return;
    case 0x40:
      if (item.end - item.value === 4) tree.add(IPV4, item.value);
      return;
    case 0x41:
    case 0x46:
      tree.value(COUNTER, readUnsigned(view, item), item.value, item.end);
      return;
    case 0x42:
    case 0x47:
      tree.value(GAUGE, readUnsigned(view, item), item.value, item.end);
      return;
    case 0x43:
      tree.value(TICKS, readUnsigned(view, item), item.value, item.end);
      return;
    case 0x44:
      addOctets(tree, OPAQUE, item);
      return;
    default: {
      const absent = ABSENT[item.tag];
      if (absent === undefined) addOctets(tree, UNKNOWN, item);
      else tree.group(absent, item.start, item.end, absent.description);
    }
  }
}

function addInteger(tree: Tree, spec: FieldSpec, item: BerItem | undefined): void {
  if (item?.tag !== Tag.Integer) return;
  tree.value(spec, readInteger(tree.view, item), item.value, item.end);
}

function addOctets(tree: Tree, spec: FieldSpec, item: BerItem | undefined) {
  if (item === undefined || item.value >= item.end) return undefined;
  return tree.add(spec, item.value, item.end - item.value);
}

function addText(tree: Tree, spec: FieldSpec, item: BerItem): void {
  tree.value(spec, readText(tree.view, item.value, item.end), item.value, item.end);
}

export const SNMP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Snmp],
  tcpPorts: PORTS,
  udpPorts: PORTS,
  datagram: { firstOctets: [Tag.Sequence], matches: isMessage },
  fields: FIELDS,
  dissect,
};
