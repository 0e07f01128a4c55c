/** LDAP version 3 over TCP (RFC 4511) and CLDAP over UDP (MS-ADTS §7.3.3.2). */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import {
  type BerItem,
  itemLength,
  readInteger,
  readItem,
  readItems,
  readUnsigned,
  Tag,
} from "./ber.ts";
import { addLdapFilter, FILTER_FIELDS } from "./ldap-filter.ts";
import { bufferLength, dissectBuffer, dissectToken, isBuffer, SASL_FIELDS } from "./ldap-sasl.ts";
import { OPERATIONS, RESULT_CODES } from "./ldap-values.ts";
import { readText } from "./name-text.ts";
import { isNtlmssp } from "./ntlmssp.ts";
import { PacketTimes } from "./packet-times.ts";

const PORTS = [389, 3268] as const;
const UDP_PORT = 389;
const TCP = 6;

/** Longest message that is waited for, in octets. */
const MAX_MESSAGE = 0xff_ffff;

/** Messages of one datagram that are shown. */
const MAX_MESSAGES = 100;

/** Protocol operations by the octet of their application tag. */
const Operation = {
  BindRequest: 0x60,
  BindResponse: 0x61,
  UnbindRequest: 0x42,
  SearchRequest: 0x63,
  SearchEntry: 0x64,
  SearchDone: 0x65,
  ModifyRequest: 0x66,
  AddRequest: 0x68,
  DeleteRequest: 0x4a,
  CompareRequest: 0x6e,
  AbandonRequest: 0x50,
  SearchReference: 0x73,
  ExtendedRequest: 0x77,
} as const;

const SIMPLE = 0x80;
const SASL = 0xa3;
/** Mechanisms of SASL whose credentials are tokens of the Generic Security Service. */
const GSS_MECHANISMS: readonly string[] = ["GSSAPI", "GSS-SPNEGO"];

const MESSAGE_ID = defineField("ldap.messageID", "uint32", "messageID");
const OPERATION = defineField("ldap.protocolOp", "uint32", "protocolOp", {
  values: (number) => OPERATIONS[number],
});
const VERSION = defineField("ldap.version", "uint32", "version");
const NAME = defineField("ldap.name", "string", "name");
const AUTHENTICATION = defineField("ldap.authentication", "uint32", "authentication", {
  values: { 0: "simple", 3: "sasl", 10: "ntlmsspNegotiate", 11: "ntlmsspAuth" },
});
const SIMPLE_FIELD = defineField("ldap.simple", "bytes", "simple");
const MECHANISM = defineField("ldap.mechanism", "string", "mechanism");
const CREDENTIALS = defineField("ldap.credentials", "bytes", "credentials");
const SERVER_CREDENTIALS = defineField("ldap.serverSaslCreds", "bytes", "serverSaslCreds");
const RESULT = defineField("ldap.resultCode", "uint32", "resultCode", { values: RESULT_CODES });
const MATCHED = defineField("ldap.matchedDN", "string", "matchedDN");
const ERROR_MESSAGE = defineField("ldap.errorMessage", "string", "errorMessage");
const BASE = defineField("ldap.baseObject", "string", "baseObject");
const SCOPES = { 0: "baseObject", 1: "singleLevel", 2: "wholeSubtree" };
const SCOPE = defineField("ldap.scope", "uint32", "scope", { values: SCOPES });
const DEREFERENCE = defineField("ldap.derefAliases", "uint32", "derefAliases", {
  values: {
    0: "neverDerefAliases",
    1: "derefInSearching",
    2: "derefFindingBaseObj",
    3: "derefAlways",
  },
});
const SIZE_LIMIT = defineField("ldap.sizeLimit", "uint32", "sizeLimit");
const TIME_LIMIT = defineField("ldap.timeLimit", "uint32", "timeLimit");
const TYPES_ONLY = defineField("ldap.typesOnly", "boolean", "typesOnly");
const ATTRIBUTES = defineField("ldap.attributes", "uint32", "attributes");
const DESCRIPTION = defineField("ldap.AttributeDescription", "string", "AttributeDescription");
const OBJECT_NAME = defineField("ldap.objectName", "string", "objectName");
const TYPE = defineField("ldap.type", "string", "type");
const VALUES = defineField("ldap.vals", "uint32", "vals");
const VALUE = defineField("ldap.AttributeValue", "bytes", "AttributeValue");
const REFERRAL = defineField("ldap.LDAPURL", "string", "LDAPURL");
const OBJECT = defineField("ldap.object", "string", "object");
const ENTRY = defineField("ldap.entry", "string", "entry");
const DELETE = defineField("ldap.delRequest", "string", "delRequest");
const ABANDON = defineField("ldap.abandonRequest", "uint32", "abandonRequest");
const REQUEST_NAME = defineField("ldap.requestName", "string", "requestName");
const CONTROLS = defineField("ldap.controls", "uint32", "controls");
const CONTROL_TYPE = defineField("ldap.controlType", "string", "controlType");
const RESPONSE_TO = defineField("ldap.response_to", "frameNumber", "Response To");
const TIME = defineField("ldap.time", "relativeTime", "Time");

const FIELDS: readonly FieldSpec[] = [
  ...[MESSAGE_ID, OPERATION, VERSION, NAME, AUTHENTICATION, SIMPLE_FIELD, MECHANISM, CREDENTIALS],
  ...[SERVER_CREDENTIALS, RESULT, MATCHED, ERROR_MESSAGE, BASE, SCOPE, DEREFERENCE, SIZE_LIMIT],
  ...[TIME_LIMIT, TYPES_ONLY, ATTRIBUTES, DESCRIPTION, OBJECT_NAME, TYPE, VALUES, VALUE, REFERRAL],
  ...[OBJECT, ENTRY, DELETE, ABANDON, REQUEST_NAME, CONTROLS, CONTROL_TYPE, RESPONSE_TO, TIME],
  ...FILTER_FIELDS,
  ...SASL_FIELDS,
];

/** A sequence of a message number and an operation whose tag is one of LDAP's. */
function isMessage(view: DataView, off: number, end: number): boolean {
  if (view.getUint8(off) !== Tag.Sequence || itemLength(view, off, end) < 5) return false;
  const long = view.getUint8(off + 1);
  const id = off + (long < 0x80 ? 2 : 2 + (long & 0x7f));
  if (id + 3 > end || view.getUint8(id) !== Tag.Integer) return false;
  const octets = view.getUint8(id + 1);
  const operation = id + 2 + octets;
  if (octets < 1 || octets > 4 || operation + 2 > end) return false;
  const tag = view.getUint8(operation);
  if ((tag & 0xc0) !== 0x40 || OPERATIONS[tag & 0x1f] === undefined) return false;
  const length = itemLength(view, operation, end);
  return length >= 2 && operation + length <= off + itemLength(view, off, end);
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart, payloadEnd: end } = packet;
  const isStream = packet.ipProtocol === TCP;
  if (isStream && isBuffer(view, payloadStart, end)) {
    dissectBuffer(packet, tree, payloadStart, end);
    return;
  }
  if (!isMessage(view, payloadStart, end)) return;
  const title = isStream
    ? "Lightweight Directory Access Protocol"
    : "Connectionless Lightweight Directory Access Protocol";
  tree.layer(isStream ? "ldap" : "cldap", title, payloadStart, end);
  const infos: string[] = [];
  let off = payloadStart;
  for (let i = 0; i < MAX_MESSAGES && off < end && isMessage(view, off, end); i += 1) {
    infos.push(addMessage(tree, off, end, conversation));
    off += itemLength(view, off, end);
  }
  tree.show(isStream ? "LDAP" : "CLDAP", infos.join(""));
}

/** @returns what the Info column says of the message */
function addMessage(tree: Tree, off: number, end: number, conversation: Conversation): string {
  const { view } = tree;
  const message = readItem(view, off, end);
  const [id, operation, controls] = message ? readItems(view, message.value, message.end) : [];
  if (id === undefined || operation === undefined) return "";
  const number = readUnsigned(view, id);
  const name = OPERATIONS[operation.tag & 0x1f] ?? "Unknown";
  tree.value(MESSAGE_ID, number, id.value, id.end);
  let detail = "";
  tree.inside(tree.value(OPERATION, operation.tag & 0x1f, operation.start, operation.end), () => {
    detail = addOperation(tree, operation);
  });
  tree.summarize(`${name}(${number})`);
  if (controls?.tag === 0xa0) addControls(tree, controls);
  const count = addExchange(tree, operation.tag, number, conversation);
  // What is given up is told instead of the message's own number.
  const told = operation.tag === Operation.AbandonRequest ? readUnsigned(view, operation) : number;
  return `${name}(${told}) ${detail}${count}`;
}

/** The request that a response belongs to, and how many entries a search has given. */
function addExchange(tree: Tree, tag: number, id: number, conversation: Conversation): string {
  const { packet } = tree;
  const memory = conversation.recall(Protocol.Ldap, () => ({
    times: new PacketTimes(),
    results: 0,
  }));
  const off = packet.payloadStart;
  switch (tag) {
    case Operation.SearchEntry:
      memory.results += 1;
      break;
    case Operation.SearchReference:
      break;
    case Operation.SearchDone:
    case Operation.BindResponse:
      break;
    default:
      if (tag === Operation.SearchRequest) memory.results = 0;
      memory.times.note(String(id), packet);
      return "";
  }
  const request = memory.times.known(String(id));
  if (request !== undefined) {
    tree.value(RESPONSE_TO, request.number, off, off);
    tree.value(TIME, request.since(packet), off, off);
  }
  if (tag !== Operation.SearchDone) return "";
  return ` [${memory.results} ${memory.results === 1 ? "result" : "results"}]`;
}

function addOperation(tree: Tree, operation: BerItem): string {
  const { view } = tree;
  const items = readItems(view, operation.value, operation.end);
  switch (operation.tag) {
    case Operation.BindRequest:
      return addBindRequest(tree, items);
    case Operation.SearchRequest:
      return addSearchRequest(tree, items);
    case Operation.SearchEntry:
      return addEntry(tree, items);
    case Operation.SearchReference:
      for (const item of items) addText(tree, REFERRAL, item);
      return "";
    case Operation.UnbindRequest:
      return "";
    case Operation.DeleteRequest:
      return `"${addText(tree, DELETE, operation)}" `;
    case Operation.AbandonRequest:
      tree.value(ABANDON, readUnsigned(view, operation), operation.value, operation.end);
      return "";
    case Operation.ModifyRequest:
    case Operation.CompareRequest:
      return `"${addText(tree, operation.tag === Operation.CompareRequest ? ENTRY : OBJECT, items[0])}" `;
    case Operation.AddRequest:
      if (items[1] !== undefined) addAttributeList(tree, items[1]);
      return `"${addText(tree, ENTRY, items[0])}" `;
    case Operation.ExtendedRequest:
      addText(tree, REQUEST_NAME, items[0]);
      return "";
    default:
      return addResult(tree, items);
  }
}

function addBindRequest(tree: Tree, items: readonly BerItem[]): string {
  const { view } = tree;
  const [version, name, authentication] = items;
  addInteger(tree, VERSION, version);
  const who = `"${addText(tree, NAME, name) || "<ROOT>"}" `;
  if (authentication === undefined) return who;
  const kind = authentication.tag & 0x1f;
  tree.value(AUTHENTICATION, kind, authentication.start, authentication.end);
  if (authentication.tag === SIMPLE) {
    addOctets(tree, SIMPLE_FIELD, authentication);
    return `${who}simple `;
  }
  if (isNtlmssp(view, authentication.value, authentication.end)) {
    return who + dissectToken(tree, authentication.value, authentication.end, false);
  }
  if (authentication.tag !== SASL) return who;
  const [mechanism, credentials] = readItems(view, authentication.value, authentication.end);
  const scheme = addText(tree, MECHANISM, mechanism);
  addOctets(tree, CREDENTIALS, credentials);
  const isToken = credentials !== undefined && GSS_MECHANISMS.includes(scheme);
  const said = isToken ? dissectToken(tree, credentials.value, credentials.end, true) : "";
  return `${who}${said}sasl `;
}

function addSearchRequest(tree: Tree, items: readonly BerItem[]): string {
  const { view } = tree;
  const [base, scope, dereference, size, time, typesOnly, filter, attributes] = items;
  const name = addText(tree, BASE, base) || "<ROOT>";
  addInteger(tree, SCOPE, scope);
  addInteger(tree, DEREFERENCE, dereference);
  addInteger(tree, SIZE_LIMIT, size);
  addInteger(tree, TIME_LIMIT, time);
  if (typesOnly !== undefined && typesOnly.value < typesOnly.end) {
    const set = view.getUint8(typesOnly.value) !== 0;
    tree.value(TYPES_ONLY, set, typesOnly.value, typesOnly.end);
  }
  if (filter !== undefined) addLdapFilter(tree, filter);
  if (attributes !== undefined) {
    const list = readItems(view, attributes.value, attributes.end);
    tree.inside(tree.value(ATTRIBUTES, list.length, attributes.start, attributes.end), () => {
      for (const attribute of list) addText(tree, DESCRIPTION, attribute);
    });
  }
  const range: Readonly<Record<number, string>> = SCOPES;
  return `"${name}" ${(scope && range[readUnsigned(view, scope)]) ?? "unknown"} `;
}

function addEntry(tree: Tree, items: readonly BerItem[]): string {
  const [name, attributes] = items;
  const text = addText(tree, OBJECT_NAME, name) || "<ROOT>";
  if (attributes !== undefined) addAttributeList(tree, attributes);
  return `"${text}" `;
}

function addAttributeList(tree: Tree, attributes: BerItem): void {
  const { view } = tree;
  const list = readItems(view, attributes.value, attributes.end);
  tree.inside(tree.value(ATTRIBUTES, list.length, attributes.start, attributes.end), () => {
    for (const attribute of list) {
      const [type, values] = readItems(view, attribute.value, attribute.end);
      addText(tree, TYPE, type);
      if (values === undefined) continue;
      const all = readItems(view, values.value, values.end);
      tree.inside(tree.value(VALUES, all.length, values.start, values.end), () => {
        for (const value of all) addOctets(tree, VALUE, value);
      });
    }
  });
}

/** LDAPResult, RFC 4511 §4.1.9, and what a response to a bind adds. */
function addResult(tree: Tree, items: readonly BerItem[]): string {
  const { view } = tree;
  const [code, matched, message] = items;
  if (code?.tag !== Tag.Enumerated) return "";
  addInteger(tree, RESULT, code);
  const token = credentialsOf(view, items);
  if (token !== matched) addText(tree, MATCHED, matched);
  const error = addText(tree, ERROR_MESSAGE, message);
  if (token !== matched) addOctets(tree, SERVER_CREDENTIALS, token);
  const said = token === undefined ? "" : dissectToken(tree, token.value, token.end, false);
  const name = RESULT_CODES[readInteger(view, code)] ?? "Unknown result code";
  return error === "" ? `${name} ${said}` : `${name} (${error}) ${said}`;
}

/** What a bind is answered with: Sicily has its challenge where a name should stand (MS-ADTS §5.1.1.1.3). */
function credentialsOf(view: DataView, items: readonly BerItem[]): BerItem | undefined {
  const [, matched] = items;
  const isSicily = matched !== undefined && isNtlmssp(view, matched.value, matched.end);
  return isSicily ? matched : items.find(({ tag }) => tag === 0x87);
}

function addControls(tree: Tree, controls: BerItem): void {
  const { view } = tree;
  const list = readItems(view, controls.value, controls.end);
  tree.inside(tree.value(CONTROLS, list.length, controls.start, controls.end), () => {
    for (const control of list)
      addText(tree, CONTROL_TYPE, readItem(view, control.value, control.end));
  });
}

function addInteger(tree: Tree, spec: FieldSpec, item: BerItem | undefined): void {
  if (item !== undefined) tree.value(spec, readInteger(tree.view, item), item.value, item.end);
}

function addOctets(tree: Tree, spec: FieldSpec, item: BerItem | undefined): void {
  if (item !== undefined && item.end > item.value)
    tree.add(spec, item.value, item.end - item.value);
}

function addText(tree: Tree, spec: FieldSpec, item: BerItem | undefined): string {
  if (item === undefined) return "";
  const text = readText(tree.view, item.value, item.end);
  tree.value(spec, text, item.value, item.end);
  return text;
}

/** What is not a message is taken as it is: behind a bind, the rest may be signed or encrypted. */
function messageLength(view: DataView, off: number, end: number): number {
  if (isBuffer(view, off, end)) return bufferLength(view, off);
  if (view.getUint8(off) !== Tag.Sequence) return end - off;
  if (end - off < 6) return 0;
  const length = itemLength(view, off, end);
  return length < 0 || length > MAX_MESSAGE ? end - off : length;
}

export const LDAP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ldap],
  tcpPorts: PORTS,
  stream: { firstOctets: [Tag.Sequence], matches: isMessage },
  takesAnything: true,
  fields: FIELDS,
  dissect,
  messageLength,
};

export const CLDAP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Cldap],
  udpPorts: [UDP_PORT],
  datagram: {
    firstOctets: [Tag.Sequence],
    ports: [UDP_PORT],
    matches: isMessage,
  },
  fields: [],
  dissect,
};
