/** TFTP, RFC 1350, with options (RFC 2347). */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";
import { addWithin } from "./within.ts";

const PORT = 69;
const UDP = 17;

/** Octets of a block where no option says otherwise (RFC 1350 §2). */
const BLOCK_LENGTH = 512;

/** Options of one message that are shown. */
const MAX_OPTIONS = 32;

const Opcode = { Read: 1, Write: 2, Data: 3, Acknowledgement: 4, Error: 5, Options: 6 } as const;

const OPCODES: Readonly<Record<number, string>> = {
  1: "Read Request",
  2: "Write Request",
  3: "Data Packet",
  4: "Acknowledgement",
  5: "Error Code",
  6: "Option Acknowledgement",
};

const ERRORS: Readonly<Record<number, string>> = {
  0: "Not defined",
  1: "File not found",
  2: "Access violation",
  3: "Disk full or allocation exceeded",
  4: "Illegal TFTP Operation",
  5: "Unknown transfer ID",
  6: "File already exists",
  7: "No such user",
  8: "Option negotiation failed",
};

const OPCODE = defineField("tftp.opcode", "uint16", "Opcode", { values: OPCODES });
const SOURCE = defineField("tftp.source_file", "string", "Source File");
const DESTINATION = defineField("tftp.destination_file", "string", "Destination File");
const TYPE = defineField("tftp.type", "string", "Type");
const BLOCK = defineField("tftp.block", "uint16", "Block");
const ERROR_CODE = defineField("tftp.error.code", "uint16", "Error code", { values: ERRORS });
const ERROR_MESSAGE = defineField("tftp.error.message", "string", "Error message");
const OPTION_NAME = defineField("tftp.option.name", "string", "Option name");
const OPTION_VALUE = defineField("tftp.option.value", "string", "Option value");

const FIELDS: readonly FieldSpec[] = [
  ...[OPCODE, SOURCE, DESTINATION, TYPE, BLOCK, ERROR_CODE, ERROR_MESSAGE, OPTION_NAME],
];

interface Text {
  readonly text: string;
  readonly start: number;
  /** Offset behind the NUL. */
  readonly after: number;
}

/** A request for a file in a known mode (RFC 1350 §5): `00 01 name 00 octet 00`. */
function isRequest(view: DataView, off: number, end: number): boolean {
  if (end - off < 6) return false;
  const opcode = view.getUint16(off);
  if (opcode !== Opcode.Read && opcode !== Opcode.Write) return false;
  const name = indexOfOctet(view, off + 2, end, 0);
  const mode = name + 1;
  const stop = mode < end ? indexOfOctet(view, mode, end, 0) : end;
  if (name === off + 2 || stop >= end) return false;
  // `octet`, `netascii` and `mail` differ in their length.
  return stop - mode === 5 || stop - mode === 8 || stop - mode === 4;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (end - off < 4) return;
  const opcode = view.getUint16(off);
  const name = OPCODES[opcode];
  if (name === undefined) return;
  const memory = conversation.recall(Protocol.Tftp, () => ({ blockLength: BLOCK_LENGTH }));
  const layer = tree.layer("tftp", "Trivial File Transfer Protocol", off, end);
  tree.summarize(name);
  tree.add(OPCODE, off);
  const info = [name];
  const body = off + 2;
  switch (opcode) {
    case Opcode.Read:
    case Opcode.Write:
      addRequest(tree, opcode, body, end, info);
      // The server answers from a port that it chooses (RFC 1350 §4).
      conversation.announce(UDP, packet.sourcePort, Protocol.Tftp);
      break;
    case Opcode.Data: {
      tree.add(BLOCK, body);
      const isLast = end - body - 2 < memory.blockLength;
      info.push(`Block: ${view.getUint16(body)}${isLast ? " (last)" : ""}`);
      layer.end = body + 2 - packet.start;
      break;
    }
    case Opcode.Acknowledgement:
      tree.add(BLOCK, body);
      info.push(`Block: ${view.getUint16(body)}`);
      break;
    case Opcode.Error:
      addError(tree, body, end, info);
      break;
    default:
      addOptions(tree, body, end, info, (blockLength) => {
        memory.blockLength = blockLength;
      });
  }
  tree.show("TFTP", info.join(", "));
  if (opcode === Opcode.Data && end > body + 2) dissectData(tree, body + 2, end);
}

/** Text up to a NUL, or to the end where that was cut off. */
function readString(view: DataView, off: number, end: number): Text {
  const stop = indexOfOctet(view, Math.min(off, end), end, 0);
  return { text: readText(view, Math.min(off, end), stop), start: off, after: stop + 1 };
}

function addRequest(tree: Tree, opcode: number, off: number, end: number, info: string[]): void {
  const { view } = tree;
  const file = readString(view, off, end);
  const spec = opcode === Opcode.Read ? SOURCE : DESTINATION;
  tree.value(spec, file.text, off, Math.min(file.after, end));
  info.push(`File: ${file.text}`);
  if (file.after >= end) return;
  const mode = readString(view, file.after, end);
  tree.value(TYPE, mode.text, file.after, Math.min(mode.after, end));
  info.push(`Transfer type: ${mode.text}`);
  addOptions(tree, mode.after, end, info, () => undefined);
}

function addOptions(
  tree: Tree,
  start: number,
  end: number,
  info: string[],
  agree: (blockLength: number) => void,
): void {
  const { view } = tree;
  let off = start;
  for (let i = 0; i < MAX_OPTIONS && off < end; i += 1) {
    const name = readString(view, off, end);
    if (name.after >= end) return;
    const value = readString(view, name.after, end);
    tree.value(OPTION_NAME, name.text, off, name.after);
    tree.value(OPTION_VALUE, value.text, name.after, Math.min(value.after, end));
    info.push(`${name.text}=${value.text}`);
    if (name.text.toLowerCase() === "blksize") agree(Number(value.text) || BLOCK_LENGTH);
    off = value.after;
  }
}

function addError(tree: Tree, off: number, end: number, info: string[]): void {
  if (addWithin(tree, ERROR_CODE, off, end) === undefined) return;
  const code = tree.view.getUint16(off);
  const message = readString(tree.view, off + 2, end);
  tree.value(ERROR_MESSAGE, message.text, Math.min(off + 2, end), Math.min(message.after, end));
  info.push(`Code: ${ERRORS[code] ?? `Unknown (${code})`}`, `Message: ${message.text}`);
}

export const TFTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Tftp],
  udpPorts: [PORT],
  datagram: {
    firstOctets: [0x00],
    matches: (view, off, end, packet) =>
      packet.destinationPort === PORT && isRequest(view, off, end),
  },
  fields: FIELDS,
  dissect,
};
