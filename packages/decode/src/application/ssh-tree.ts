/** The identification line with which both sides of SSH begin, RFC 4253 §4.2. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import * as http from "./http.ts";
import { MAX_NAME_LENGTH, readText } from "./name-text.ts";

const SSH = defineField("ssh", "protocol", "Secure Shell");
const PROTOCOL = defineField("ssh.protocol", "string", "Protocol");

export const FIELDS: readonly FieldSpec[] = [SSH, PROTOCOL];

/** One past the line, its line break excluded; -1 when the payload is no identification. */
function lineEnd(packet: Packet): number {
  const { view, payloadStart: off, payloadEnd } = packet;
  if (!startsWith(view, off, payloadEnd, "SSH-")) return -1;
  return http.lineEnd(view, off, Math.min(payloadEnd, off + MAX_NAME_LENGTH));
}

export function dissectSsh(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd } = packet;
  const end = lineEnd(packet);
  tree.layer("ssh", "Secure Shell", off, payloadEnd);
  if (end >= 0) tree.value(PROTOCOL, readText(view, off, end), off, end);
}

/** `Protocol (SSH-2.0-OpenSSH_9.6)`. */
export function sshInfo(packet: Packet): string | undefined {
  const end = lineEnd(packet);
  if (end < 0) return undefined;
  return `Protocol (${readText(packet.view, packet.payloadStart, end)})`;
}

export const SSH_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ssh],
  fields: FIELDS,
  dissect: (packet, tree) => {
    dissectSsh(packet, tree);
    const info = sshInfo(packet);
    if (info !== undefined) tree.show("SSH", info);
  },
};
