/** Bytes to protocol fields. */

export { MAX_LAYERS, Packet } from "./packet.ts";
export { PROTOCOL_COUNT, Protocol, type ProtocolInfo, protocolInfo } from "./protocol.ts";
export { DecodeStatus } from "./status.ts";
