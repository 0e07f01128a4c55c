/**
 * SSH: the identification lines, the key exchange in clear, and what is encrypted behind it.
 *
 * Version 2 is RFC 4253, version 1 draft-ylonen-ssh-protocol-00.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { readText } from "./name-text.ts";
import { isFromClient } from "./side.ts";
import * as fields from "./ssh-fields.ts";
import { addMessage } from "./ssh-message.ts";
import { lineEnd, lineLength } from "./text-line.ts";

const PORTS = [22];
const LENGTH_PREFIX = 4;

/** Largest packet that implementations accept (RFC 4253 §6.1 asks for 35,000); OpenSSH's own bound. */
const MAX_PACKET_LENGTH = 262_144;

/** Longest identification line, its line break included (RFC 4253 §4.2). */
const MAX_LINE = 255;

/** Encrypted or clear packets of one segment that are shown. */
const MAX_PACKETS = 64;

const SESSION_KEY = 3;
const PUBLIC_KEY = 2;
const KEY_EXCHANGE_INIT = 20;
const NEW_KEYS = 21;

/** What one side has said so far. */
export interface SshSide {
  readonly isClient: boolean;
  identified: boolean;
  encrypted: boolean;
  /** Packets sent behind the identification. */
  packets: number;
  /** Key exchange algorithms, as offered. */
  keyExchange: string;
}

class SshMemory {
  /** As the last identification says, 0 while unknown. What the column shows, the client settles. */
  version: 0 | 1 | 2 = 0;
  readonly client: SshSide = newSide(true);
  readonly server: SshSide = newSide(false);

  side(fromClient: boolean): SshSide {
    return fromClient ? this.client : this.server;
  }

  /** The first algorithm of the client that the server offers too (RFC 4253 §7.1). */
  get method(): string {
    const offered = this.server.keyExchange.split(",");
    return this.client.keyExchange.split(",").find((name) => offered.includes(name)) ?? "";
  }
}

function newSide(isClient: boolean): SshSide {
  return { isClient, identified: false, encrypted: false, packets: 0, keyExchange: "" };
}

function memoryOf(conversation: Conversation): SshMemory {
  return conversation.recall(Protocol.Ssh, () => new SshMemory());
}

function messageLength(
  view: DataView,
  off: number,
  end: number,
  conversation: Conversation,
  packet: Packet,
): number {
  const memory = memoryOf(conversation);
  const side = memory.side(isFromClient(packet, conversation, PORTS));
  if (startsWith(view, off, end, "SSH-")) {
    const length = lineLength(view, off, end);
    return length === 0 && end - off > MAX_LINE ? end - off : length;
  }
  const length = packetLength(view, off, end, memory.version, side);
  return length < 0 ? end - off : length;
}

/** Octets of the binary packet at `off`; 0 where that can't be told yet, -1 where it can't be told at all. */
function packetLength(
  view: DataView,
  off: number,
  end: number,
  version: number,
  side: SshSide,
): number {
  if (version === 0 || !side.identified || (version === 2 && side.encrypted)) return -1;
  if (end - off < LENGTH_PREFIX) return 0;
  const length = view.getUint32(off);
  if (length < 2 || length > MAX_PACKET_LENGTH) return -1;
  return LENGTH_PREFIX + length + (version === 1 ? 8 - (length % 8) : 0);
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const memory = memoryOf(conversation);
  const fromClient = isFromClient(packet, conversation, PORTS);
  const side = memory.side(fromClient);
  const column = memory.client.identified ? `SSHv${memory.version}` : "SSH";
  tree.layer("ssh", "SSH Protocol", start, end);
  const said: string[] = [];
  let off = start;
  for (let count = 0; off < end && count < MAX_PACKETS; count += 1) {
    if (!side.identified && startsWith(view, off, end, "SSH-")) {
      off = addIdentification(tree, off, end, memory, side, said);
      continue;
    }
    const length = packetLength(view, off, end, memory.version, side);
    if (length <= 0) {
      tree.add(fields.ENCRYPTED, off, end - off);
      said.push(`Encrypted packet (len=${end - off})`);
      break;
    }
    const stop = Math.min(end, off + length);
    said.push(
      memory.version === 1
        ? addFirstVersion(tree, off, stop, side)
        : addSecondVersion(tree, off, stop, memory, side),
    );
    off = stop;
  }
  tree.value(fields.DIRECTION, !fromClient, start, start);
  tree.summarize(said.join(", "));
  tree.show(column, `${fromClient ? "Client" : "Server"}: ${said.join(", ")}`);
}

function addIdentification(
  tree: Tree,
  off: number,
  end: number,
  memory: SshMemory,
  side: SshSide,
  said: string[],
): number {
  const { view } = tree;
  const line = Math.min(lineEnd(view, off, end), off + MAX_LINE);
  const text = readText(view, off, line);
  tree.value(fields.PROTOCOL, text, off, line);
  side.identified = true;
  memory.version = text.startsWith("SSH-2.") || text.startsWith("SSH-1.99-") ? 2 : 1;
  said.push(`Protocol (${text})`);
  return Math.min(end, off + (lineLength(view, off, end) || end - off));
}

function addFirstVersion(tree: Tree, off: number, end: number, side: SshSide): string {
  const { view } = tree;
  const length = view.getUint32(off);
  const padding = 8 - (length % 8);
  const body = off + LENGTH_PREFIX + padding;
  tree.add(fields.PACKET_LENGTH, off);
  tree.value(fields.PADDING_LENGTH, padding, off, off);
  side.packets += 1;
  if (side.encrypted || side.packets > 1 || body >= end) {
    tree.add(fields.PAYLOAD, body, Math.max(0, end - body));
    return `Encrypted packet (len=${length})`;
  }
  const code = view.getUint8(body);
  const name = fields.V1_MESSAGES[code];
  tree.value(fields.MESSAGE_CODE, code, body, body + 1).text = `${name ?? "Unknown"} (${code})`;
  tree.add(fields.PAYLOAD, body + 1, Math.max(0, end - body - 1));
  if (code === SESSION_KEY || code === PUBLIC_KEY) side.encrypted = true;
  return name ?? `Unknown (${code})`;
}

function addSecondVersion(
  tree: Tree,
  off: number,
  end: number,
  memory: SshMemory,
  side: SshSide,
): string {
  const code = addMessage(tree, off, end, side, memory.method);
  side.packets += 1;
  if (code === NEW_KEYS) side.encrypted = true;
  if (code === KEY_EXCHANGE_INIT) side.encrypted = false;
  return code < 0
    ? "Malformed packet"
    : (fields.messageName(code, memory.method) ?? `Unknown (${code})`);
}

export const SSH_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ssh],
  tcpPorts: PORTS,
  stream: {
    firstOctets: [0x53],
    matches: (view, off, end) =>
      startsWith(view, off, end, "SSH-2.0-") || startsWith(view, off, end, "SSH-1."),
  },
  fields: fields.FIELDS,
  dissect,
  messageLength,
};
