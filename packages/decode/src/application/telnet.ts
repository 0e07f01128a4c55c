/** Telnet, RFC 854: text, and commands and options (RFC 855) between it. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readAscii } from "./name-text.ts";
import { linesOf } from "./text-line.ts";

const COMMANDS: Readonly<Record<number, string>> = {
  236: "End of File",
  237: "Suspend Current Process",
  238: "Abort Process",
  239: "End of Record",
  240: "Suboption End",
  241: "No Operation",
  242: "Data Mark",
  243: "Break",
  244: "Interrupt Process",
  245: "Abort Output",
  246: "Are You There?",
  247: "Escape Character",
  248: "Erase Line",
  249: "Go Ahead",
  250: "Suboption",
  251: "Will",
  252: "Won't",
  253: "Do",
  254: "Don't",
};

/** IANA's registry of Telnet options. */
const OPTIONS: Readonly<Record<number, string>> = {
  0: "Binary Transmission",
  1: "Echo",
  2: "Reconnection",
  3: "Suppress Go Ahead",
  4: "Approx Message Size Negotiation",
  5: "Status",
  6: "Timing Mark",
  18: "Logout",
  24: "Terminal Type",
  25: "End of Record",
  26: "TACACS User Identification",
  31: "Negotiate About Window Size",
  32: "Terminal Speed",
  33: "Remote Flow Control",
  34: "Linemode",
  35: "X Display Location",
  36: "Environment Option",
  37: "Authentication Option",
  38: "Encryption Option",
  39: "New Environment Option",
  40: "TN3270E",
  42: "CHARSET",
  44: "COM Port Control",
  46: "START_TLS",
};

const TELNET = defineField("telnet", "protocol", "Telnet");
const COMMAND = defineField("telnet.cmd", "uint8", "Command", { values: COMMANDS });
const OPTION = defineField("telnet.subcmd", "uint8", "Subcommand", { values: OPTIONS });
const OPTION_DATA = defineField("telnet.option_data", "bytes", "Option data");
const WIDTH = defineField("telnet.naws_subopt.width", "uint16", "Width");
const HEIGHT = defineField("telnet.naws_subopt.height", "uint16", "Height");
const DATA = defineField("telnet.data", "string", "Data");

/** "Interpret as command". */
const ESCAPE = 0xff;
const SUBOPTION = 250;
const SUBOPTION_END = 240;
const WILL = 251;
const DONT = 254;
const WINDOW_SIZE = 31;

/** Commands and lines of one payload that are shown. */
const MAX_ITEMS = 256;

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  tree.layer("telnet", TELNET.description, start, end);
  let off = start;
  for (let count = 0; off < end && count < MAX_ITEMS; count += 1) {
    const iac = indexOfOctet(view, off, end, ESCAPE);
    for (const line of linesOf(view, off, iac, MAX_ITEMS)) {
      tree.value(DATA, readAscii(view, line.start, line.next), line.start, line.next);
    }
    off = iac < end ? addCommand(tree, iac, end) : end;
  }
  tree.show("TELNET", "Telnet Data ...");
}

/** @returns what follows the command */
function addCommand(tree: Tree, iac: number, end: number): number {
  const { view } = tree;
  const at = iac + 1;
  if (at >= end) return end;
  const code = view.getUint8(at);
  if (code === ESCAPE) return at + 1;
  const command = tree.add(COMMAND, at);
  if (code < SUBOPTION || code > DONT || at + 1 >= end) return at + 1;
  if (code >= WILL) {
    tree.inside(command, () => tree.add(OPTION, at + 1));
    return at + 2;
  }
  const stop = suboptionEnd(view, at + 2, end);
  tree.inside(command, () => addSuboption(tree, at + 1, stop));
  return stop;
}

function addSuboption(tree: Tree, option: number, stop: number): void {
  tree.add(OPTION, option);
  const data = option + 1;
  if (tree.view.getUint8(option) === WINDOW_SIZE && stop - data === 4) {
    tree.add(WIDTH, data);
    tree.add(HEIGHT, data + 2);
  } else if (stop > data) {
    tree.add(OPTION_DATA, data, stop - data);
  }
}

/** Offset of the escape in front of the suboption's end, `end` where that is not here. */
function suboptionEnd(view: DataView, off: number, end: number): number {
  let at = indexOfOctet(view, off, end, ESCAPE);
  while (at + 1 < end && view.getUint8(at + 1) !== SUBOPTION_END) {
    at = indexOfOctet(view, at + 2, end, ESCAPE);
  }
  return Math.min(at, end);
}

export const TELNET_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Telnet],
  tcpPorts: [23],
  stream: {
    firstOctets: [ESCAPE],
    matches: (view, off, end) => isNegotiation(view, off, end),
  },
  fields: [TELNET, COMMAND, OPTION, OPTION_DATA, WIDTH, HEIGHT, DATA],
  dissect,
};

/** Three options in a row that exist. */
function isNegotiation(view: DataView, off: number, end: number): boolean {
  if (end - off < 9) return false;
  for (let at = off; at < off + 9; at += 3) {
    const code = view.getUint8(at + 1);
    if (view.getUint8(at) !== ESCAPE || code < WILL || code > DONT) return false;
    if (OPTIONS[view.getUint8(at + 2)] === undefined) return false;
  }
  return true;
}
