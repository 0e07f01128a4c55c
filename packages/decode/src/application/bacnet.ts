/** BACnet over UDP: the virtual link layer of ANSI/ASHRAE 135-2020 Annexes J (IPv4) and U (IPv6). */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as fields from "./bacnet-fields.ts";
import { dissectNpdu } from "./bacnet-npdu.ts";
import { BVLC_FUNCTIONS, BVLC_IPV6_FUNCTIONS } from "./bacnet-values.ts";

const PORT = 47_808;

const IPV4 = 0x81;
const IPV6 = 0x82;
const HEADER_LEN = 4;
const LAST_FUNCTION = 0x0c;

const TITLE = "BACnet Virtual Link Control";

/** Type, a function in use and a length that is the datagram's. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (end - off < HEADER_LEN) return false;
  const type = view.getUint8(off);
  if ((type !== IPV4 && type !== IPV6) || view.getUint8(off + 1) > LAST_FUNCTION) return false;
  return view.getUint16(off + 2) === packet.payloadLength;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const type = view.getUint8(start);
  if (type !== IPV4 && type !== IPV6) return;
  const layer = tree.layer("bvlc", TITLE, start, end);
  tree.add(fields.BVLC_TYPE, start);
  const ipv6 = type === IPV6;
  const code = tree.add(ipv6 ? fields.BVLC_FUNCTION_IPV6 : fields.BVLC_FUNCTION, start + 1);
  if (code === undefined) return;
  const name = (ipv6 ? BVLC_IPV6_FUNCTIONS : BVLC_FUNCTIONS)[Number(code.value)];
  const text = name ?? "unknown";
  tree.summarize(text);
  tree.show("BVLC", `${TITLE} BVLC Function ${text} `);
  if (end - start < HEADER_LEN || name === undefined) return;
  const add = ipv6 ? addIpv6Function : addIpv4Function;
  const npdu = add(tree, Number(code.value), start + HEADER_LEN, end);
  addLength(tree, start + 2, npdu < 0 ? undefined : npdu - start);
  if (npdu < 0 || npdu > end) return;
  layer.end = npdu - packet.start;
  dissectNpdu(tree, npdu, end);
}

/** Wireshark's value is that of the header where an NPDU follows, that of the message elsewhere. */
function addLength(tree: Tree, off: number, header: number | undefined): void {
  const length = tree.view.getUint16(off);
  const field = tree.value(fields.BVLC_LENGTH, header ?? length, off, off + 2);
  field.text = `${header ?? length} of ${length} bytes BACnet packet length`;
}

/** Annex J.2. @returns the offset of the NPDU, -1 for functions without one */
function addIpv4Function(tree: Tree, code: number, body: number, end: number): number {
  switch (code) {
    case 0x00:
      tree.add(fields.BVLC_RESULT, body);
      return -1;
    case 0x01:
    case 0x03:
      for (let off = body; off + 10 <= end; off += 10) {
        tree.add(fields.BDT_IP, off);
        tree.add(fields.BDT_PORT, off + 4);
        tree.add(fields.BDT_MASK, off + 6, 4);
      }
      return -1;
    case 0x04:
      tree.add(fields.FORWARDED_IP, body);
      tree.add(fields.FORWARDED_PORT, body + 4);
      return body + 6;
    case 0x05:
      tree.add(fields.REGISTRATION_TTL, body);
      return -1;
    case 0x07:
      for (let off = body; off + 10 <= end; off += 10) {
        tree.add(fields.FDT_IP, off);
        tree.add(fields.FDT_PORT, off + 4);
        tree.add(fields.FDT_TTL, off + 6);
        tree.add(fields.FDT_TIMEOUT, off + 8);
      }
      return -1;
    case 0x08:
      tree.add(fields.FDT_IP, body);
      tree.add(fields.FDT_PORT, body + 4);
      return -1;
    case 0x09:
    case 0x0a:
    case 0x0b:
      return body;
    default:
      return -1;
  }
}

/** Annex U.2: every function names the sender's virtual address. */
function addIpv6Function(tree: Tree, code: number, body: number): number {
  tree.add(fields.VIRTUAL_SOURCE, body);
  const next = body + 3;
  switch (code) {
    case 0x00:
      tree.add(fields.BVLC_RESULT, next);
      return -1;
    case 0x01:
      tree.add(fields.VIRTUAL_DESTINATION, next);
      return next + 3;
    case 0x02:
    case 0x0c:
      return next;
    case 0x03:
    case 0x05:
    case 0x07:
      tree.add(fields.VIRTUAL_DESTINATION, next);
      return -1;
    case 0x04:
      tree.add(fields.VIRTUAL_DESTINATION, next);
      tree.add(fields.ORIGINAL_SOURCE, next + 3);
      tree.add(fields.ORIGINAL_PORT, next + 19);
      return -1;
    case 0x08:
      tree.add(fields.ORIGINAL_SOURCE, next);
      tree.add(fields.ORIGINAL_PORT, next + 16);
      return next + 18;
    case 0x09:
      tree.add(fields.REGISTRATION_TTL, next);
      return -1;
    case 0x0a:
      tree.add(fields.FDT_IPV6, next);
      tree.add(fields.FDT_PORT, next + 16);
      return -1;
    default:
      return -1;
  }
}

export const BACNET_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Bacnet],
  udpPorts: [PORT],
  datagram: { firstOctets: [IPV4, IPV6], matches },
  fields: fields.FIELDS,
  dissect,
};
