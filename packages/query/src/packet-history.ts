/** The packets of a conversation that came before one of its packets, for messages over several packets. */
import { Dissector, type Layer, Packet } from "@wirescope/decode";
import { loadPacket } from "./packet-archive.ts";
import type { PacketHoldings } from "./packet-pages.ts";

/** Packets before the one in question that are looked at. */
const MAX_PACKETS = 10_000;
/** Milliseconds of work between turns of other work. */
const SLICE = 10;

/**
 * The layers of packet `number`, of which `packet` is the record, with what came before in its conversation.
 *
 * What lies further back than {@link MAX_PACKETS}, and what the archive has forgotten, stays unknown.
 */
export async function dissectInHistory(
  holdings: PacketHoldings,
  packet: Packet,
): Promise<readonly Layer[]> {
  const dissector = new Dissector({ isPart: true });
  const { archive, clock, pause } = holdings;
  const earlier = new Packet();
  let deadline = clock() + SLICE;
  let next = packet.number - MAX_PACKETS;
  while (archive !== undefined && packet.ipVersion !== 0) {
    next = Math.max(next, archive.firstNumber);
    if (next >= packet.number) break;
    const place = archive.seek?.(next, 1, undefined) ?? next;
    if (place !== next) {
      next = place;
      continue;
    }
    const found = archive.page(next);
    const page = found instanceof Promise ? await found : found;
    if (page === undefined) break;
    const end = Math.min(page.firstNumber + page.count, packet.number);
    for (; next < end; next += 1) {
      loadPacket(page, next - page.firstNumber, earlier);
      if (isBetween(earlier, packet)) dissector.dissect(earlier);
    }
    if (clock() < deadline) continue;
    await pause();
    deadline = clock() + SLICE;
  }
  return dissector.dissect(packet);
}

/** Whether both go between the same addresses, and the same ports where both have them. */
function isBetween(a: Packet, b: Packet): boolean {
  if (a.ipVersion !== b.ipVersion || a.ipProtocol !== b.ipProtocol) return false;
  const isSame = isSameWay(a, b);
  if (!isSame && !isOtherWay(a, b)) return false;
  if (a.isFragment || b.isFragment || a.sourcePort < 0 || b.sourcePort < 0) return true;
  return isSame && a.sourcePort === b.sourcePort
    ? a.destinationPort === b.destinationPort
    : a.sourcePort === b.destinationPort && a.destinationPort === b.sourcePort;
}

function isSameWay(a: Packet, b: Packet): boolean {
  return (
    a.source3 === b.source3 &&
    a.source0 === b.source0 &&
    a.source1 === b.source1 &&
    a.source2 === b.source2 &&
    a.destination3 === b.destination3 &&
    a.destination0 === b.destination0 &&
    a.destination1 === b.destination1 &&
    a.destination2 === b.destination2
  );
}

function isOtherWay(a: Packet, b: Packet): boolean {
  return (
    a.source3 === b.destination3 &&
    a.source0 === b.destination0 &&
    a.source1 === b.destination1 &&
    a.source2 === b.destination2 &&
    a.destination3 === b.source3 &&
    a.destination0 === b.source0 &&
    a.destination1 === b.source1 &&
    a.destination2 === b.source2
  );
}
