import { readsMessages } from "./expected-message.contract.ts";
import { PFCP_PROTOCOL } from "./pfcp.ts";

const MESSAGE = {
  transport: "udp",
  from: 8805,
  to: 8805,
  layers: "pfcp",
  protocol: "PFCP",
} as const;

readsMessages("PFCP", PFCP_PROTOCOL, [
  {
    ...MESSAGE,
    name: "A heartbeat",
    hex: "2001 000c 000004 00 0060 0004 e3bb6a00",
    info: "PFCP Heartbeat Request",
    fields: { "pfcp.version": ["1"], "pfcp.s": ["0"], "pfcp.seqno": ["4"], "pfcp.length": ["12"] },
  },
  {
    ...MESSAGE,
    name: "A session is deleted",
    hex: "2136 000c 0000000000000083 000005 00",
    info: "PFCP Session Deletion Request",
    fields: { "pfcp.seid": ["0x0000000000000083"], "pfcp.msg_type": ["54"] },
  },
]);
