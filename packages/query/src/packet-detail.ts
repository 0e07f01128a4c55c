/** One packet with its layers, fields and octets. */
import { dissect, type Field, type Layer, Packet } from "@wirescope/decode";
import type { CaptureInterface } from "@wirescope/pcap";
import type { FieldNode, PacketDetail } from "./answer.ts";
import { fieldFilter, layerFilter } from "./field-filter.ts";
import { loadPacket, type PacketPage } from "./packet-archive.ts";
import { packetRow } from "./packet-row.ts";

/** Everything about the packet in one row of a page. The answer owns its octets. */
export function packetDetail(
  page: PacketPage,
  pageRow: number,
  interfaces: readonly CaptureInterface[],
): PacketDetail {
  const packet = new Packet();
  loadPacket(page, pageRow, packet);
  const layers = dissect(packet).map(layerNode);
  const { view, start, end } = packet;
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start, end - start).slice();
  return { row: packetRow(packet, interfaces), layers, bytes };
}

function layerNode(layer: Layer): FieldNode {
  const { protocol, title, summary, start, end, fields } = layer;
  return {
    name: protocol,
    label: title,
    text: summary,
    start,
    end,
    filter: layerFilter(protocol),
    children: fields.map(fieldNode),
  };
}

function fieldNode(field: Field): FieldNode {
  const { name, label, text, start, end, children } = field;
  return {
    name,
    label,
    text,
    start,
    end,
    filter: fieldFilter(field),
    children: children.map(fieldNode),
  };
}
