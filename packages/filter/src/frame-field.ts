/** Fields of the frame that the packet record holds itself; each occurs exactly once. */

import type { Packet } from "@wirescope/decode";
import type { Match } from "./match.ts";

/** The test of a frame field's one value, undefined for other fields. */
export function frameTest(name: string, match: Match): ((packet: Packet) => boolean) | undefined {
  switch (name) {
    case "frame":
      return (packet) => match(octetsOf(packet));
    case "frame.len":
      return (packet) => match(packet.originalLength);
    case "frame.cap_len":
      return (packet) => match(packet.end - packet.start);
    case "frame.number":
      return (packet) => match(packet.number);
    case "frame.interface_id":
      return (packet) => match(packet.interfaceId);
    default:
      return undefined;
  }
}

/** What was captured of the frame, as long as the packet's buffer is. */
function octetsOf({ view, start, end }: Packet): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + start, end - start);
}
