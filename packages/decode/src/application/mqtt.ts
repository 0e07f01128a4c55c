/** MQTT 3.1, 3.1.1 (ISO/IEC 20922) and 5 (OASIS). */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import * as fields from "./mqtt-fields.ts";
import { addProperties, addText, variableInteger } from "./mqtt-property.ts";

const PORT = 1883;
/** Versions as CONNECT says them. */
const THREE_ONE_ONE = 4;
const FIVE = 5;

/** Topics of one message that are shown. */
const MAX_TOPICS = 500;

const MessageType = {
  Connect: 1,
  ConnectAck: 2,
  Publish: 3,
  PublishAck: 4,
  PublishRelease: 6,
  PublishComplete: 7,
  Subscribe: 8,
  SubscribeAck: 9,
  Unsubscribe: 10,
  UnsubscribeAck: 11,
  Disconnect: 14,
  Authentication: 15,
} as const;

const HAS_USER_NAME = 0x80;
const HAS_PASSWORD = 0x40;
const HAS_WILL = 0x04;

/** What the CONNECT of a connection said. */
class Memory {
  version = 4;
}

/** A CONNECT with the name of the protocol: that of 3.1, or that of what came later. */
function matches(view: DataView, off: number, end: number): boolean {
  const { length } = variableInteger(view, off + 1, end);
  if (view.getUint8(off) !== MessageType.Connect << 4 || length === 0) return false;
  const name = off + 1 + length;
  return (
    name < end &&
    (startsWith(view, name, end, "\0\x04MQTT") || startsWith(view, name, end, "\0\x06MQIsdp"))
  );
}

function messageLength(view: DataView, off: number, end: number): number {
  const { value, length } = variableInteger(view, off + 1, end);
  if (length > 0) return 1 + length + value;
  return end - off > 4 ? end - off : 0;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd } = packet;
  const { value, length } = variableInteger(view, start + 1, payloadEnd);
  const type = view.getUint8(start) >>> 4;
  if (type === 0 || length === 0) return;
  const body = start + 1 + length;
  const end = Math.min(payloadEnd, body + value);
  const name = fields.MESSAGE_TYPES[type] ?? "";
  const layer = tree.layer("mqtt", "MQ Telemetry Transport Protocol", start, end);
  layer.summary = name;
  const memory = conversation.recall(Protocol.Mqtt, () => new Memory());
  addHeader(tree, start, type, memory.version);
  tree.value(fields.LENGTH, value, start + 1, body);
  const message = new MessageReader(new FieldCursor(tree, body, end), memory);
  const info = message.read(type, (view.getUint8(start) >>> 1) & 3);
  tree.show("MQTT", name + info);
}

/** 3.1 has the flags of messages that are published in subscriptions and releases as well. */
function hasOldFlags(type: number, version: number): boolean {
  const hasQuality =
    type === MessageType.PublishRelease ||
    type === MessageType.Subscribe ||
    type === MessageType.Unsubscribe;
  return hasQuality && version < THREE_ONE_ONE;
}

function addHeader(tree: Tree, start: number, type: number, version: number): void {
  tree.inside(tree.add(fields.HEADER_FLAGS, start), () => {
    tree.add(fields.MESSAGE_TYPE, start);
    if (type === MessageType.Publish) {
      tree.add(fields.DUPLICATE, start);
      tree.add(fields.PUBLISH_QOS, start);
      tree.add(fields.RETAIN, start);
    } else if (hasOldFlags(type, version)) {
      tree.add(fields.DUPLICATE, start);
      tree.add(fields.PUBLISH_QOS, start);
      tree.add(fields.RETAIN_RESERVED, start);
    } else {
      tree.add(fields.HEADER_RESERVED, start);
    }
  });
}

class MessageReader {
  readonly #cursor: FieldCursor;
  readonly #memory: Memory;

  constructor(cursor: FieldCursor, memory: Memory) {
    this.#cursor = cursor;
    this.#memory = memory;
  }

  /** Appends what follows the fixed header and returns what the packet list says of it. */
  read(type: number, quality: number): string {
    switch (type) {
      case MessageType.Connect:
        return this.#connect();
      case MessageType.ConnectAck:
        return this.#connectAck();
      case MessageType.Publish:
        return this.#publish(quality);
      case MessageType.Subscribe:
        return this.#subscribe();
      case MessageType.SubscribeAck:
      case MessageType.UnsubscribeAck:
        return this.#subscribeAck(type);
      case MessageType.Unsubscribe:
        return this.#unsubscribe();
      case MessageType.Disconnect:
      case MessageType.Authentication:
        this.#reason(type);
        return "";
      default:
        if (type < MessageType.PublishAck || type > MessageType.PublishComplete) return "";
        return this.#publishAck(type);
    }
  }

  #properties(spec: FieldSpec = fields.PROPERTIES): void {
    if (this.#memory.version >= FIVE) addProperties(this.#cursor, spec);
  }

  #connect(): string {
    const cursor = this.#cursor;
    const { tree } = cursor;
    addText(cursor, fields.PROTOCOL_LENGTH, fields.PROTOCOL_NAME);
    this.#memory.version = cursor.number(fields.VERSION);
    const at = cursor.off;
    const field = cursor.add(fields.CONNECT_FLAGS);
    tree.inside(field, () => {
      tree.add(fields.HAS_USER_NAME, at);
      tree.add(fields.HAS_PASSWORD, at);
      tree.add(fields.WILL_RETAIN, at);
      tree.add(fields.WILL_QOS, at);
      tree.add(fields.HAS_WILL, at);
      tree.add(fields.CLEAN_SESSION, at);
      tree.add(fields.CONNECT_RESERVED, at);
    });
    const flags = Number(field?.value ?? 0);
    cursor.add(fields.KEEP_ALIVE);
    this.#properties();
    addText(cursor, fields.CLIENT_ID_LENGTH, fields.CLIENT_ID);
    if ((flags & HAS_WILL) !== 0) {
      this.#properties(fields.WILL_PROPERTIES);
      addText(cursor, fields.WILL_TOPIC_LENGTH, fields.WILL_TOPIC);
      addText(cursor, fields.WILL_MESSAGE_LENGTH, fields.WILL_MESSAGE);
    }
    if ((flags & HAS_USER_NAME) !== 0) {
      addText(cursor, fields.USER_NAME_LENGTH, fields.USER_NAME);
    }
    if ((flags & HAS_PASSWORD) !== 0) addText(cursor, fields.PASSWORD_LENGTH, fields.PASSWORD);
    return "";
  }

  #connectAck(): string {
    const cursor = this.#cursor;
    const { tree, off } = cursor;
    if (this.#memory.version < THREE_ONE_ONE) cursor.skip(1);
    else
      tree.inside(cursor.add(fields.ACK_FLAGS), () => {
        tree.add(fields.ACK_RESERVED, off);
        tree.add(fields.SESSION_PRESENT, off);
      });
    const isFive = this.#memory.version >= FIVE;
    cursor.add(isFive ? fields.REASON_CODES[MessageType.ConnectAck]! : fields.RETURN_CODE);
    this.#properties();
    return "";
  }

  #publish(quality: number): string {
    const cursor = this.#cursor;
    const topic = addText(cursor, fields.TOPIC_LENGTH, fields.TOPIC);
    const id = quality > 0 ? cursor.number(fields.MESSAGE_ID) : -1;
    this.#properties();
    if (cursor.left > 0) cursor.add(fields.MESSAGE, cursor.left);
    return id < 0 ? ` [${topic}]` : ` (id=${id}) [${topic}]`;
  }

  #publishAck(type: number): string {
    const info = this.#identifier();
    this.#reason(type);
    return info;
  }

  /** A reason and properties: in MQTT 5, and there only where there is something to say. */
  #reason(type: number): void {
    if (this.#memory.version < FIVE || this.#cursor.left === 0) return;
    this.#cursor.add(fields.REASON_CODES[type]!);
    if (this.#cursor.left > 0) this.#properties();
  }

  #subscribe(): string {
    const cursor = this.#cursor;
    const { tree } = cursor;
    let info = this.#identifier();
    this.#properties();
    for (let count = 0; cursor.left > 0 && count < MAX_TOPICS; count += 1) {
      info += ` [${addText(cursor, fields.TOPIC_LENGTH, fields.TOPIC)}]`;
      const at = cursor.off;
      if (this.#memory.version < FIVE) {
        cursor.add(fields.REQUESTED_QOS);
        continue;
      }
      tree.inside(cursor.add(fields.OPTIONS), () => {
        tree.add(fields.OPTIONS_RESERVED, at);
        tree.add(fields.OPTIONS_RETAIN, at);
        tree.add(fields.RETAIN_AS_PUBLISHED, at);
        tree.add(fields.NO_LOCAL, at);
        tree.add(fields.OPTIONS_QOS, at);
      });
    }
    return info;
  }

  #subscribeAck(type: number): string {
    const cursor = this.#cursor;
    const info = this.#identifier();
    this.#properties();
    const isFive = this.#memory.version >= FIVE;
    const spec = isFive ? fields.REASON_CODES[type]! : fields.GRANTED_QOS;
    for (let count = 0; cursor.left > 0 && count < MAX_TOPICS; count += 1) cursor.add(spec);
    return info;
  }

  #unsubscribe(): string {
    const cursor = this.#cursor;
    const info = this.#identifier();
    this.#properties();
    for (let count = 0; cursor.left > 0 && count < MAX_TOPICS; count += 1) {
      addText(cursor, fields.TOPIC_LENGTH, fields.TOPIC);
    }
    return info;
  }

  #identifier(): string {
    const id = this.#cursor.number(fields.MESSAGE_ID);
    return id < 0 ? "" : ` (id=${id})`;
  }
}

export const MQTT_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Mqtt],
  tcpPorts: [PORT],
  stream: { firstOctets: [MessageType.Connect << 4], matches },
  fields: fields.FIELDS,
  dissect,
  messageLength,
};
