/** Dropbox's discovery on the local network: JSON that is broadcast; no public specification. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { readText } from "./name-text.ts";

const PORT = 17_500;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Characters of the message that its layer shows. */
const MAX_TEXT = 1024;

const TEXT = defineField("db-lsp.text", "string", "Text");

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  const isJson = view.getUint8(off) === OPENING_BRACE && view.getUint8(end - 1) === CLOSING_BRACE;
  tree.layer("db-lsp-disc", "Dropbox LAN sync Discovery Protocol", off, end);
  const title = "Dropbox LAN sync Discovery Protocol";
  if (isJson) {
    tree.layer("json", "JavaScript Object Notation", off, end);
    tree.show("DB-LSP-DISC/JSON", `${title}, JavaScript Object Notation`);
  } else {
    tree.value(TEXT, readText(view, off, Math.min(end, off + MAX_TEXT)), off, end);
    tree.show("DB-LSP-DISC", title);
  }
}

export const DROPBOX_LAN_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.DropboxLan],
  udpPorts: [PORT],
  datagram: {
    firstOctets: [OPENING_BRACE],
    matches: (view, off, end, packet) =>
      packet.destinationPort === PORT && startsWith(view, off, end, '{"'),
  },
  fields: [TEXT],
  dissect,
};
