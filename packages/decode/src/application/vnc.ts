/**
 * The Remote Framebuffer protocol of VNC, RFC 6143 §7: the handshake, and the types of the messages that follow it.
 *
 * The authentication of Apple Remote Desktop (30) is told from VNC's own; other kinds end the reading of the handshake.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { readText } from "./name-text.ts";

const FIRST_PORT = 5900;
const GREETING_LEN = 12;
const CHALLENGE_LEN = 16;
/** Security types of one offer that are shown. */
const MAX_TYPES = 32;
/** Longest desktop name that is read, in octets. */
const MAX_NAME = 255;
/** Octets of a server's parameters in front of the desktop's name. */
const PARAMETERS_LEN = 24;

const Security = { None: 1, Vnc: 2, Apple: 30 } as const;

const SECURITY_TYPES: Readonly<Record<number, string>> = {
  0: "Invalid",
  1: "None",
  2: "VNC",
  5: "RA2",
  6: "RA2ne",
  16: "Tight",
  17: "Ultra",
  18: "TLS",
  19: "VeNCrypt",
  20: "GTK-VNC SASL",
  21: "MD5 hash authentication",
  22: "Colin Dean xvp",
  30: "Apple Remote Desktop",
};

const CLIENT_MESSAGES: Readonly<Record<number, string>> = {
  0: "Client set pixel format",
  2: "Client set encodings",
  3: "Client framebuffer update request",
  4: "Client key event",
  5: "Client pointer event",
  6: "Client cut text",
};

const SERVER_MESSAGES: Readonly<Record<number, string>> = {
  0: "Server framebuffer update",
  1: "Server set colormap entries",
  2: "Server ring bell on client",
  3: "Server cut text",
};

const VNC = defineField("vnc", "protocol", "Virtual Network Computing");
const SERVER_VERSION = defineField("vnc.server_proto_ver", "string", "Server protocol version");
const CLIENT_VERSION = defineField("vnc.client_proto_ver", "string", "Client protocol version");
const TYPE_COUNT = defineField("vnc.num_security_types", "uint8", "Number of security types");
const TYPE = defineField("vnc.security_type", "uint8", "Security type", { values: SECURITY_TYPES });
const SERVER_TYPE = defineField("vnc.server_security_type", "uint32", "Security type", {
  values: SECURITY_TYPES,
});
const CLIENT_TYPE = defineField("vnc.client_security_type", "uint8", "Security type selected", {
  values: SECURITY_TYPES,
});
const CHALLENGE = defineField("vnc.auth_challenge", "bytes", "Authentication challenge");
const RESPONSE = defineField("vnc.auth_response", "bytes", "Authentication response");
const RESULT = defineField("vnc.auth_result", "boolean", "Authentication result", {
  octets: 4,
  mask: 1,
  values: { 0: "OK", 1: "Failed" },
});
const SHARED = defineField("vnc.share_desktop_flag", "boolean", "Share desktop flag");
const WIDTH = defineField("vnc.width", "uint16", "Framebuffer width");
const HEIGHT = defineField("vnc.height", "uint16", "Framebuffer height");
const DEPTH = defineField("vnc.server_depth", "uint8", "Depth");
const NAME_LENGTH = defineField("vnc.desktop_name_len", "uint32", "Desktop name length");
const NAME = defineField("vnc.desktop_name", "string", "Desktop name");
const CLIENT_MESSAGE = defineField("vnc.client_message_type", "uint8", "Client Message Type", {
  values: CLIENT_MESSAGES,
});
const SERVER_MESSAGE = defineField("vnc.server_message_type", "uint8", "Server Message Type", {
  values: SERVER_MESSAGES,
});

const FIELDS: readonly FieldSpec[] = [
  ...[VNC, SERVER_VERSION, CLIENT_VERSION, TYPE_COUNT, TYPE, SERVER_TYPE, CLIENT_TYPE, CHALLENGE],
  ...[RESPONSE, RESULT, SHARED, WIDTH, HEIGHT, DEPTH, NAME_LENGTH, NAME, CLIENT_MESSAGE],
  SERVER_MESSAGE,
];

type Phase =
  | "versions"
  | "types"
  | "choice"
  | "challenge"
  | "response"
  | "result"
  | "share"
  | "parameters"
  | "messages";

class VncSession {
  phase: Phase = "versions";
  serverPort = -1;
  /** The minor version that the client chose: 3, 7 or 8. */
  minor = 8;
  security = 0;
}

function isGreeting(view: DataView, off: number, end: number): boolean {
  return end - off >= GREETING_LEN && startsWith(view, off, end, "RFB 00");
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end, sourcePort } = packet;
  const session = conversation.recall(Protocol.Vnc, () => new VncSession());
  tree.layer("vnc", VNC.description, start, end);
  if (isGreeting(view, start, end)) {
    addVersion(packet, tree, session);
    return;
  }
  const fromServer =
    session.serverPort >= 0
      ? sourcePort === session.serverPort
      : sourcePort >= FIRST_PORT && sourcePort < FIRST_PORT + 100;
  const said = fromServer
    ? addServer(tree, session, start, end)
    : addClient(tree, session, start, end);
  tree.summarize(said);
  tree.show("VNC", said);
}

/** The server speaks first. */
function addVersion(packet: Packet, tree: Tree, session: VncSession): void {
  const { view, payloadStart: start, sourcePort } = packet;
  if (session.serverPort < 0) session.serverPort = sourcePort;
  const fromServer = sourcePort === session.serverPort;
  const version = readText(view, start + 4, start + 11);
  tree.value(fromServer ? SERVER_VERSION : CLIENT_VERSION, version, start + 4, start + 11);
  if (!fromServer) {
    const minor = Number(version.slice(4));
    session.minor = minor >= 8 ? 8 : minor === 7 ? 7 : 3;
    session.phase = "types";
  }
  const said = `${fromServer ? "Server" : "Client"} protocol version: ${version}`;
  tree.summarize(said);
  tree.show("VNC", said);
}

/** What follows once the security type is settled, §7.1.2. */
function choose(session: VncSession, security: number): void {
  session.security = security;
  if (security === Security.None) session.phase = session.minor >= 8 ? "result" : "share";
  else if (security === Security.Vnc || security === Security.Apple) session.phase = "challenge";
  else session.phase = "messages";
}

function addServer(tree: Tree, session: VncSession, start: number, end: number): string {
  const { view } = tree;
  switch (session.phase) {
    case "types":
      if (session.minor === 3) {
        if (start + 4 > end) return "Unknown packet";
        tree.add(SERVER_TYPE, start);
        choose(session, view.getUint32(start));
        return "Security types supported";
      }
      tree.add(TYPE_COUNT, start);
      for (
        let i = 0;
        i < Math.min(view.getUint8(start), MAX_TYPES) && start + 1 + i < end;
        i += 1
      ) {
        tree.add(TYPE, start + 1 + i);
      }
      session.phase = "choice";
      return "Security types supported";
    case "challenge":
      session.phase = "response";
      if (session.security === Security.Apple) return "ARD authentication challenge";
      if (start + CHALLENGE_LEN <= end) tree.add(CHALLENGE, start, CHALLENGE_LEN);
      return "Authentication challenge from server";
    case "result":
      if (start + 4 > end) return "Unknown packet";
      tree.add(RESULT, start);
      if (view.getUint32(start) === 0) session.phase = "share";
      return "Authentication result";
    case "parameters":
      session.phase = "messages";
      addParameters(tree, start, end);
      return "Server framebuffer parameters";
    default: {
      tree.add(SERVER_MESSAGE, start);
      return SERVER_MESSAGES[view.getUint8(start)] ?? "Unknown server message type";
    }
  }
}

function addParameters(tree: Tree, start: number, end: number): void {
  if (start + PARAMETERS_LEN > end) return;
  tree.add(WIDTH, start);
  tree.add(HEIGHT, start + 2);
  tree.add(DEPTH, start + 5);
  tree.add(NAME_LENGTH, start + 20);
  const stop = Math.min(end, start + PARAMETERS_LEN + tree.view.getUint32(start + 20));
  const name = readText(
    tree.view,
    start + PARAMETERS_LEN,
    Math.min(stop, start + PARAMETERS_LEN + MAX_NAME),
  );
  tree.value(NAME, name, start + PARAMETERS_LEN, stop);
}

function addClient(tree: Tree, session: VncSession, start: number, end: number): string {
  const { view } = tree;
  const first = view.getUint8(start);
  switch (session.phase) {
    case "choice":
      tree.add(CLIENT_TYPE, start);
      choose(session, first);
      return `Security type ${SECURITY_TYPES[first] ?? "Unknown"} (${first}) selected by client`;
    case "response":
      session.phase = "result";
      if (session.security === Security.Apple) return "ARD authentication response";
      if (start + CHALLENGE_LEN <= end) tree.add(RESPONSE, start, CHALLENGE_LEN);
      return "Authentication response from client";
    case "share":
      tree.add(SHARED, start);
      session.phase = "parameters";
      return "Share desktop flag";
    default:
      tree.add(CLIENT_MESSAGE, start);
      return CLIENT_MESSAGES[first] ?? "Unknown client message type";
  }
}

export const VNC_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Vnc],
  tcpPorts: [5900, 5901],
  stream: { firstOctets: [0x52], matches: isGreeting },
  fields: FIELDS,
  dissect,
};
