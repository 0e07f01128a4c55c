/** Remote Desktop Protocol over TCP, MS-RDPBCGR: what its connections are known by. */

import { defineField } from "../field.ts";
import { Protocol } from "../protocol.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { TpduType } from "./cotp.ts";
import { RDP_DATA_FIELDS } from "./rdp-data.ts";
import { FAST_PATH_FIELDS } from "./rdp-fast-path.ts";
import { isRdpNegotiation, NEGOTIATION_FIELDS } from "./rdp-negotiation.ts";
import { RDP_SETTINGS_FIELDS } from "./rdp-settings.ts";
import { T125_FIELDS } from "./t125.ts";
import { dissectTpkt, isTpkt, tpktLength } from "./tpkt.ts";

/** Where the variable part of a connection request or confirm starts behind the TPKT header. */
const NEGOTIATION = 11;

const RDP = defineField("rdp", "protocol", "Remote Desktop Protocol");

/** A connection request or confirm with a cookie or a negotiation. */
function startsRdp(view: DataView, off: number, end: number): boolean {
  if (!isTpkt(view, off, end)) return false;
  const type = view.getUint8(off + 5) >>> 4;
  if (type !== TpduType.ConnectRequest && type !== TpduType.ConnectConfirm) return false;
  return off + NEGOTIATION < end && isRdpNegotiation(view, off + NEGOTIATION, end);
}

export const RDP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Rdp],
  tcpPorts: [3389],
  stream: { firstOctets: [3], matches: startsRdp },
  fields: [
    RDP,
    ...NEGOTIATION_FIELDS,
    ...FAST_PATH_FIELDS,
    ...T125_FIELDS,
    ...RDP_SETTINGS_FIELDS,
    ...RDP_DATA_FIELDS,
  ],
  dissect: dissectTpkt,
  messageLength: tpktLength,
};
