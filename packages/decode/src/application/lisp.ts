/** LISP's control messages, RFC 9301 §5, by their type; data packets of RFC 9300 are on a port of their own. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const TYPES: Readonly<Record<number, string>> = {
  1: "Map-Request",
  2: "Map-Reply",
  3: "Map-Register",
  4: "Map-Notify",
  5: "Map-Notify-Ack",
  6: "Map-Referral",
  7: "Info",
  8: "Encapsulated Control Message",
};

const TYPE = defineField("lisp.type", "uint24", "Type", { mask: 0xf0_0000, values: TYPES });

function dissect({ view, payloadStart: off, payloadEnd: end }: Packet, tree: Tree): void {
  if (end - off < 4) return;
  const name = TYPES[view.getUint8(off) >>> 4];
  if (name === undefined) return;
  tree.layer("lisp", "Locator/ID Separation Protocol", off, end);
  tree.add(TYPE, off);
  tree.summarize(name);
  tree.show("LISP", name);
}

export const LISP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Lisp],
  udpPorts: [4342],
  fields: [TYPE],
  dissect,
};
