/** One packet with its layers, fields and octets. */
import { columnsOf, decode, type Field, type Layer, Packet } from "@wirescope/decode";
import { fieldFilter, layerFilter } from "./field-filter.ts";
import type { FieldNode, PacketDetail, PacketRow } from "./packet.ts";
import { loadPacket, type PacketPage } from "./packet-archive.ts";
import { dissectInHistory } from "./packet-history.ts";
import type { PacketHoldings } from "./packet-pages.ts";
import { packetRow } from "./packet-row.ts";

/** Everything about the packet in one row of a page. The answer owns its octets. */
export async function packetDetail(
  page: PacketPage,
  pageRow: number,
  holdings: PacketHoldings,
): Promise<PacketDetail> {
  const packet = new Packet();
  loadPacket(page, pageRow, packet);
  const start = packet.start;
  const bytes = new Uint8Array(
    packet.view.buffer,
    packet.view.byteOffset + start,
    packet.end - start,
  ).slice();
  /* The page may be borrowed, and looking back takes turns. */
  decode(packet, new DataView(bytes.buffer), 0, bytes.length);
  const layers = await dissectInHistory(holdings, packet);
  const row = { ...packetRow(packet, holdings.interfaces), ...messageColumns(layers) };
  return { row, layers: layers.map(layerNode), bytes };
}

/** What the row says of the packet with those before it. */
function messageColumns(layers: readonly Layer[]): Pick<PacketRow, "protocol" | "info"> {
  const { protocol, info } = columnsOf(layers);
  return { protocol, info };
}

/** Octets that the frame does not hold have no place in it: their nodes are like calculated ones. */
const NOWHERE = { start: 0, end: 0 };

function layerNode(layer: Layer): FieldNode {
  const { protocol, title, summary, source, fields } = layer;
  const isInFrame = source === undefined;
  const origin = isInFrame ? "" : `${source.title}, ${source.bytes.length} bytes`;
  return {
    name: protocol,
    label: title,
    text: [summary, origin].filter((text) => text !== "").join("; "),
    ...(isInFrame ? { start: layer.start, end: layer.end } : NOWHERE),
    filter: layerFilter(protocol),
    children: fields.map((field) => fieldNode(field, isInFrame)),
  };
}

function fieldNode(field: Field, isInFrame: boolean): FieldNode {
  const { name, label, text, start, end, children } = field;
  return {
    name,
    label,
    text,
    ...(isInFrame ? { start, end } : NOWHERE),
    filter: fieldFilter(field),
    children: children.map((child) => fieldNode(child, isInFrame)),
  };
}
