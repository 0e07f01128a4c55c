/**
 * SOCKS: version 5 (RFC 1928, RFC 1929), 4 and 4a. Once a connection is made, what it carries is read as its own.
 */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import * as http from "./http.ts";
import { readText } from "./name-text.ts";
import * as tls from "./tls.ts";

const PORT = 1080;
const VERSION_4 = 4;
const VERSION_5 = 5;
const USER_PASSWORD = 2;
const GRANTED_4 = 90;
/** Longest name that is read, in octets. */
const MAX_NAME = 255;

const COMMANDS: Readonly<Record<number, string>> = {
  1: "Connect",
  2: "Bind",
  3: "UdpAssociate",
  128: "Ping",
  129: "Traceroute",
};

const RESULTS: Readonly<Record<number, string>> = {
  0: "Succeeded",
  1: "General SOCKS server failure",
  2: "Connection not allowed by ruleset",
  3: "Network unreachable",
  4: "Host unreachable",
  5: "Connection refused",
  6: "TTL expired",
  7: "Command not supported",
  8: "Address type not supported",
  90: "Granted",
  91: "Rejected or Failed",
  92: "Rejected because SOCKS server cannot connect to identd on the client",
  93: "Rejected because the client program and identd report different user-ids",
};

const METHODS: Readonly<Record<number, string>> = {
  0: "No authentication",
  1: "GSSAPI",
  2: "Username/Password",
  255: "No acceptable methods",
};

const AddressType = { Ipv4: 1, Name: 3, Ipv6: 4 } as const;

const SOCKS = defineField("socks", "protocol", "Socks Protocol");
const VERSION = defineField("socks.version", "uint8", "Version");
const COMMAND = defineField("socks.command", "uint8", "Command", { values: COMMANDS });
const RESULT = defineField("socks.results", "uint8", "Results", { values: RESULTS });
const METHOD_COUNT = defineField("socks.auth_method_count", "uint8", "Authentication Method Count");
const METHOD = defineField("socks.auth_method", "uint8", "Method", { values: METHODS });
const ACCEPTED = defineField("socks.auth_accepted_method", "uint8", "Accepted Auth Method", {
  values: METHODS,
});
const AUTH_STATUS = defineField("socks.auth_status", "uint8", "Status");
const ADDRESS_TYPE = defineField("socks.address_type", "uint8", "Address Type", {
  values: { 1: "IPv4", 3: "Domain Name", 4: "IPv6" },
});
const ADDRESS_4 = defineField("socks.dst", "ipv4", "Remote Address");
const ADDRESS_6 = defineField("socks.dstV6", "ipv6", "Remote Address(ipv6)");
const NAME = defineField("socks.remote_name", "string", "Remote name");
const NAME_4A = defineField("socks.v4a_dns_name", "string", "SOCKS v4a Remote Domain Name");
const REMOTE_PORT = defineField("socks.port", "uint16", "Port");
const DESTINATION_PORT = defineField("socks.dstport", "uint16", "Remote Port");
const USER = defineField("socks.username", "string", "User name");

const FIELDS: readonly FieldSpec[] = [
  ...[SOCKS, VERSION, COMMAND, RESULT, METHOD_COUNT, METHOD, ACCEPTED, AUTH_STATUS, ADDRESS_TYPE],
  ...[ADDRESS_4, ADDRESS_6, NAME, NAME_4A, REMOTE_PORT, DESTINATION_PORT, USER],
];

type Phase = "greeting" | "authentication" | "command" | "connected";

class SocksSession {
  version = 0;
  phase: Phase = "greeting";
  /** The client's last command, for its answer. */
  command = 1;
}

function session(conversation: Conversation): SocksSession {
  return conversation.recall(Protocol.Socks, () => new SocksSession());
}

/** A greeting of version 5, or a request of version 4, that fills the payload. */
function isGreeting(view: DataView, off: number, end: number): boolean {
  const length = end - off;
  if (length < 3) return false;
  const version = view.getUint8(off);
  const second = view.getUint8(off + 1);
  if (version === VERSION_5) return second > 0 && length === 2 + second;
  if (version !== VERSION_4 || length < 9) return false;
  return (second === 1 || second === 2) && view.getUint8(end - 1) === 0;
}

function isPort({ sourcePort, destinationPort }: Packet): boolean {
  return sourcePort === PORT || destinationPort === PORT;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const state = session(conversation);
  if (state.version === 0) {
    if (!isGreeting(view, start, end)) return;
    state.version = view.getUint8(start);
    conversation.protocol = Protocol.Socks;
  }
  const isConnected = state.phase === "connected";
  tree.layer("socks", SOCKS.description, start, isConnected ? start : end);
  tree.value(VERSION, state.version, start, start);
  if (isConnected) {
    dissectCarried(packet, tree);
    return;
  }
  const fromClient = conversation.isFromOriginator(packet);
  const said =
    state.version === VERSION_4
      ? addVersion4(tree, state, start, end, fromClient)
      : addVersion5(tree, state, start, end, fromClient);
  tree.summarize(said);
  tree.show("Socks", `Version: ${state.version} ${said}`);
}

/** What the connection carries: TLS and HTTP are known by their content. */
function dissectCarried(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const isHttp = http.isRequest(view, start, end) || http.isResponse(view, start, end);
  const inner = tls.isRecord(view, start, end) ? Protocol.Tls : isHttp ? Protocol.Http : undefined;
  const { protocols } = tree;
  const own = protocols.length - 1;
  if (inner === undefined || !tree.descend(inner, start, end)) dissectData(tree, start, end);
  /* Records of TLS behind one another are one step of the frame's protocols. */
  if (protocols[own - 1] === "tls" && protocols[own + 1] === "tls") protocols.splice(own, 2);
}

function addVersion4(
  tree: Tree,
  state: SocksSession,
  start: number,
  end: number,
  fromClient: boolean,
): string {
  const { view } = tree;
  if (start + 8 > end) return "";
  if (!fromClient) {
    tree.add(RESULT, start + 1);
    tree.add(DESTINATION_PORT, start + 2);
    tree.add(ADDRESS_4, start + 4);
    if (view.getUint8(start + 1) === GRANTED_4) state.phase = "connected";
    return "Connect Response";
  }
  tree.add(COMMAND, start + 1);
  tree.add(DESTINATION_PORT, start + 2);
  tree.add(ADDRESS_4, start + 4);
  const user = indexOfOctet(view, start + 8, end, 0);
  if (user > start + 8) addName(tree, USER, start + 8, user);
  const isNamed = view.getUint32(start + 4) < 0x100;
  if (isNamed && user + 1 < end) {
    addName(tree, NAME_4A, user + 1, indexOfOctet(view, user + 1, end, 0));
  }
  return "Connect to server request";
}

function addName(tree: Tree, spec: FieldSpec, start: number, end: number): void {
  tree.value(spec, readText(tree.view, start, Math.min(end, start + MAX_NAME)), start, end);
}

function addVersion5(
  tree: Tree,
  state: SocksSession,
  start: number,
  end: number,
  fromClient: boolean,
): string {
  const { view } = tree;
  if (start + 2 > end) return "";
  switch (state.phase) {
    case "greeting": {
      if (fromClient) {
        tree.add(METHOD_COUNT, start + 1);
        for (let off = start + 2; off < end; off += 1) tree.add(METHOD, off);
        return "Connect to server request";
      }
      const method = view.getUint8(start + 1);
      tree.add(ACCEPTED, start + 1);
      state.phase = method === USER_PASSWORD ? "authentication" : "command";
      return "Connect to server response";
    }
    case "authentication": {
      if (!fromClient) {
        tree.add(AUTH_STATUS, start + 1);
        state.phase = "command";
        return "User authentication reply";
      }
      const stop = Math.min(end, start + 2 + view.getUint8(start + 1));
      addName(tree, USER, start + 2, stop);
      return "User authentication request";
    }
    default:
      return addCommand(tree, state, start, end, fromClient);
  }
}

function addCommand(
  tree: Tree,
  state: SocksSession,
  start: number,
  end: number,
  fromClient: boolean,
): string {
  const { view } = tree;
  if (start + 4 > end) return "";
  tree.add(fromClient ? COMMAND : RESULT, start + 1);
  if (fromClient) state.command = view.getUint8(start + 1);
  else if (view.getUint8(start + 1) === 0) state.phase = "connected";
  tree.add(ADDRESS_TYPE, start + 3);
  addAddress(tree, start + 3, end);
  const name = COMMANDS[state.command] ?? "Unknown";
  return `Command ${fromClient ? "Request" : "Response"} - ${name}`;
}

/** An address whose type stands at `off`, and the port behind it, RFC 1928 §5. */
function addAddress(tree: Tree, off: number, end: number): void {
  const { view } = tree;
  const at = off + 1;
  let stop = at;
  switch (view.getUint8(off)) {
    case AddressType.Ipv4:
      stop = at + 4;
      if (stop <= end) tree.add(ADDRESS_4, at);
      break;
    case AddressType.Ipv6:
      stop = at + 16;
      if (stop <= end) tree.add(ADDRESS_6, at);
      break;
    case AddressType.Name:
      if (at >= end) return;
      stop = at + 1 + view.getUint8(at);
      if (stop <= end) addName(tree, NAME, at + 1, stop);
      break;
    default:
      return;
  }
  if (stop + 2 <= end) tree.add(REMOTE_PORT, stop);
}

export const SOCKS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Socks],
  tcpPorts: [PORT],
  stream: {
    firstOctets: [VERSION_4, VERSION_5],
    matches: (view, off, end, packet) => isPort(packet) && isGreeting(view, off, end),
  },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end, conversation) => {
    if (session(conversation).phase !== "connected") return end - off;
    if (end - off < tls.HEADER_LEN) return end - off;
    return tls.isRecord(view, off, end) ? tls.HEADER_LEN + tls.length(view, off) : end - off;
  },
  begin: (packet, tree) => {
    const isTls = tls.isRecord(packet.view, packet.payloadStart, packet.payloadEnd);
    if (isTls) tree.mention("socks");
    return undefined;
  },
};
