/** EtherNet/IP: CIP over TCP and UDP, CIP Networks Library volume 2 chapter 2. */

import { FieldCursor } from "../field-cursor.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { hex, readHex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { CIP_FIELDS, type CipRequest, dissectCip } from "./cip.ts";
import * as fields from "./enip-fields.ts";

const PORT = 44_818;
const HEADER_LEN = 24;

const Command = {
  ListServices: 0x04,
  ListIdentity: 0x63,
  RegisterSession: 0x65,
  UnregisterSession: 0x66,
  SendRrData: 0x6f,
  SendUnitData: 0x70,
} as const;

const ItemType = {
  Identity: 0x0c,
  ConnectedAddress: 0xa1,
  ConnectedData: 0xb1,
  UnconnectedData: 0xb2,
  Services: 0x100,
  SequencedAddress: 0x8002,
} as const;

/** Items of one message that are read; real ones have up to four. */
const MAX_ITEMS = 32;

/** Requests of one connection that wait for their response. */
const MAX_PENDING = 64;

class Memory {
  readonly pending = new Map<string, CipRequest>();
}

/** A command and a status in use, no options, and a length that fits; off the port a session that begins. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (end - off < HEADER_LEN) return false;
  const command = view.getUint16(off, true);
  if (fields.COMMANDS[command] === undefined || command === 0) return false;
  if (view.getUint32(off + 20) !== 0 || view.getUint32(off + 8, true) > 0x6a) return false;
  const length = view.getUint16(off + 2, true);
  if (packet.sourcePort === PORT || packet.destinationPort === PORT) {
    return length + HEADER_LEN <= packet.payloadLength;
  }
  const isSession = command === Command.RegisterSession && length === 4;
  if (!isSession || packet.payloadLength !== HEADER_LEN + 4 || end - off < HEADER_LEN + 4) {
    return false;
  }
  return view.getUint32(off + HEADER_LEN) === 0x0100_0000;
}

function messageLength(view: DataView, off: number, end: number): number {
  return end - off < 4 ? 0 : HEADER_LEN + view.getUint16(off + 2, true);
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd } = packet;
  if (payloadEnd - start < HEADER_LEN) return;
  const end = Math.min(payloadEnd, start + HEADER_LEN + view.getUint16(start + 2, true));
  const command = view.getUint16(start, true);
  const isRequest = packet.destinationPort === PORT;
  const layer = tree.layer("enip", "EtherNet/IP (Industrial Protocol)", start, end);
  const cursor = new FieldCursor(tree, start, end);
  cursor.add(fields.COMMAND);
  cursor.add(fields.LENGTH);
  const session = hex(cursor.number(fields.SESSION), 8);
  cursor.add(fields.STATUS);
  const isSearch = command === Command.ListIdentity && isRequest;
  if (isSearch) cursor.add(fields.DELAY);
  cursor.add(fields.CONTEXT, isSearch ? 6 : 8);
  cursor.add(fields.OPTIONS);
  const name = fields.COMMANDS[command] ?? `Unknown Command (0x${hex(command, 4)})`;
  layer.summary = `Session: 0x${session}, ${name}`;
  const hasSession = command === Command.RegisterSession || command === Command.UnregisterSession;
  const text = `${name} (${isRequest ? "Req" : "Rsp"})${hasSession ? `, Session: 0x${session}` : ""}`;
  const key = readHex(view, start + 12, start + 20);
  const memory = conversation.recall(Protocol.EtherNetIp, () => new Memory());
  const items = new ItemReader(cursor, memory, key, isRequest);
  const more = addData(cursor, command, items);
  tree.show("ENIP", text + more);
  items.addMessages();
}

/** The data of a command. @returns what the packet list adds */
function addData(cursor: FieldCursor, command: number, items: ItemReader): string {
  switch (command) {
    case Command.RegisterSession:
      cursor.add(fields.VERSION);
      cursor.add(fields.REGISTER_FLAGS);
      return "";
    case Command.SendRrData:
      cursor.add(fields.RR_INTERFACE);
      cursor.add(fields.TIMEOUT);
      return items.read();
    case Command.SendUnitData:
      cursor.add(fields.UNIT_INTERFACE);
      cursor.add(fields.TIMEOUT);
      return items.read();
    case Command.ListIdentity:
    case Command.ListServices:
      return cursor.left > 0 ? items.read() : "";
    default:
      if (cursor.left > 0) cursor.add(fields.DATA, cursor.left);
      return "";
  }
}

/** The items of the common packet format, section 2-6. */
class ItemReader {
  readonly #cursor: FieldCursor;
  readonly #memory: Memory;
  readonly #isRequest: boolean;
  /** Tells the request that a response answers: the sender's context, or a number in the item. */
  #key: string;
  #message: { readonly start: number; readonly end: number } | undefined;

  constructor(cursor: FieldCursor, memory: Memory, key: string, isRequest: boolean) {
    this.#cursor = cursor;
    this.#memory = memory;
    this.#key = key;
    this.#isRequest = isRequest;
  }

  /** @returns what the packet list adds */
  read(): string {
    const cursor = this.#cursor;
    const { tree } = cursor;
    const count = Math.min(MAX_ITEMS, cursor.number(fields.ITEM_COUNT));
    let text = "";
    for (let index = 0; index < count && cursor.left >= 4; index += 1) {
      const type = tree.view.getUint16(cursor.off, true);
      tree.inside(cursor.add(fields.ITEM_TYPE), () => {
        const length = cursor.number(fields.ITEM_LENGTH);
        const end = Math.min(cursor.end, cursor.off + length);
        text += this.#item(type, new FieldCursor(tree, cursor.off, end));
        cursor.skip(length);
      });
    }
    return text;
  }

  #item(type: number, item: FieldCursor): string {
    switch (type) {
      case ItemType.Identity:
        return addIdentity(item);
      case ItemType.Services:
        item.add(fields.ENCAPSULATION);
        item.add(fields.CAPABILITIES);
        return `, ${addServiceName(item)}`;
      case ItemType.ConnectedAddress:
        item.add(fields.CONNECTION);
        return "";
      case ItemType.SequencedAddress:
        item.add(fields.SEQUENCED_CONNECTION);
        item.add(fields.SEQUENCE);
        return "";
      case ItemType.ConnectedData:
        if (item.left >= 2) this.#key = String(item.tree.view.getUint16(item.off, true));
        item.skip(2);
        this.#message = { start: item.off, end: item.end };
        return "";
      case ItemType.UnconnectedData:
        this.#message = { start: item.off, end: item.end };
        return "";
      default:
        if (item.left > 0) item.add(fields.ITEM_DATA, item.left);
        return "";
    }
  }

  /** Appends the CIP message that an item held. */
  addMessages(): void {
    if (this.#message === undefined) return;
    const { pending } = this.#memory;
    const { start, end } = this.#message;
    const asked = this.#isRequest ? undefined : pending.get(this.#key);
    const request = dissectCip(this.#cursor.tree, start, end, asked);
    pending.delete(this.#key);
    if (request !== undefined) pending.set(this.#key, request);
    if (pending.size > MAX_PENDING) pending.delete(pending.keys().next().value!);
  }
}

/** Section 2-4.2. @returns `, 1756-ENBT/A` */
function addIdentity(item: FieldCursor): string {
  item.add(fields.ENCAPSULATION);
  item.add(fields.FAMILY);
  item.add(fields.PORT);
  item.add(fields.ADDRESS);
  item.add(fields.ZERO);
  item.add(fields.VENDOR);
  item.add(fields.DEVICE_TYPE);
  item.add(fields.PRODUCT);
  const { tree, off } = item;
  const revision = item.add(fields.REVISION);
  if (revision !== undefined) {
    const minor = String(tree.view.getUint8(off + 1)).padStart(2, "0");
    revision.text = `${tree.view.getUint8(off)}.${minor}`;
  }
  item.add(fields.DEVICE_STATUS);
  item.add(fields.SERIAL);
  const length = item.number(fields.NAME_LENGTH);
  const name = length < 0 ? undefined : item.add(fields.NAME, length);
  item.add(fields.STATE);
  return name === undefined ? "" : `, ${name.raw}`;
}

/** Sixteen octets, filled with zeros behind the name. */
function addServiceName(item: FieldCursor): string {
  const { tree, off } = item;
  if (item.left < fields.SERVICE_NAME.octets) return "";
  let length = 0;
  while (length < fields.SERVICE_NAME.octets && tree.view.getUint8(off + length) !== 0) length += 1;
  return tree.add(fields.SERVICE_NAME, off, length)?.raw ?? "";
}

export const ENIP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.EtherNetIp],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  stream: { matches },
  datagram: { matches },
  fields: [...fields.FIELDS, ...CIP_FIELDS],
  dissect,
  messageLength,
};
