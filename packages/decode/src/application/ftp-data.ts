/** FTP's data connections (RFC 959 §3.1): listings as text, files as octets. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { dissectText } from "./media-body.ts";
import { isPrintable } from "./text-line.ts";

const FTP_DATA = defineField("ftp-data", "protocol", "FTP Data");

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  tree.layer("ftp-data", FTP_DATA.description, start, end);
  tree.summarize(`${end - start} bytes data`);
  if (isPrintable(view, start, end)) dissectText(tree, { name: "", parameters: "" }, start, end);
  tree.show("FTP-DATA", `FTP Data: ${end - start} bytes`);
}

export const FTP_DATA_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.FtpData],
  tcpPorts: [20],
  fields: [FTP_DATA],
  dissect,
};
