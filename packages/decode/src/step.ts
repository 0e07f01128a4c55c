/**
 * What every step of the walk does with the record.
 *
 * A step reads the header at `packet.payloadStart`, enters its layer, leaves the payload range at
 * what follows, and returns the {@link Protocol} to go on with, or `Protocol.Unknown` to stop.
 */

import type { Packet } from "./packet.ts";
import { Protocol } from "./protocol.ts";
import { DecodeStatus } from "./status.ts";

/** Puts a layer on the stack and moves the payload past its header. */
export function enter(packet: Packet, protocol: Protocol, headerLength: number): void {
  const index = packet.layerCount;
  packet.layerProtocol[index] = protocol;
  packet.layerStart[index] = packet.payloadStart;
  packet.layerEnd[index] = packet.payloadEnd;
  packet.layerLength[index] = packet.payloadLength;
  packet.layerCount = index + 1;
  packet.payloadStart += headerLength;
  packet.payloadLength -= headerLength;
  if (packet.quotedFrom < 0) packet.protocol = protocol;
}

/**
 * Ends the payload after `length` octets; what is beyond them belongs to an outer layer.
 *
 * A length that reaches beyond the outer layer's end is cut to it.
 */
export function limit(packet: Packet, length: number): void {
  const end = packet.payloadStart + length;
  if (end < packet.payloadEnd) packet.payloadEnd = end;
  if (length < packet.payloadLength) packet.payloadLength = length;
}

/** Records what is wrong with the layer that begins where the payload does, and stops the walk. */
export function stop(packet: Packet, protocol: Protocol, status: DecodeStatus): Protocol {
  if (packet.quotedFrom < 0 && packet.status === DecodeStatus.Ok) {
    packet.status = status;
    packet.statusProtocol = protocol;
    packet.statusOffset = packet.payloadStart;
  }
  enter(packet, protocol, packet.payloadEnd - packet.payloadStart);
  return Protocol.Unknown;
}

/**
 * Stops at a header of which fewer than `needed` octets are there.
 *
 * The sender is at fault when its own lengths leave no room, the capture otherwise.
 */
export function stopShort(packet: Packet, protocol: Protocol, needed: number): Protocol {
  const cut = packet.payloadLength >= needed;
  return stop(packet, protocol, cut ? DecodeStatus.Truncated : DecodeStatus.BadLength);
}

/** {@link stopShort} for a header that is at least `minimum` long and says its own length then. */
export function stopInHeader(
  packet: Packet,
  view: DataView,
  protocol: Protocol,
  minimum: number,
  lengthOf: (view: DataView, off: number) => number,
): Protocol {
  const captured = packet.payloadEnd - packet.payloadStart;
  const needed = captured < minimum ? minimum : lengthOf(view, packet.payloadStart);
  return stopShort(packet, protocol, needed);
}
