/** What surrounds a packet, told from an analysis and the catalog. */
import type { Analysis } from "@wirescope/analysis";
import type { Catalog, Place } from "@wirescope/catalog";
import { formatMac, type Packet, protocolInfo } from "@wirescope/decode";
import type { Direction, FilterContext, Value } from "@wirescope/filter";
import { applicationName } from "./application-answer.ts";
import { addressKind, isLocalKind, placeOf } from "./host-description.ts";

interface End {
  readonly ipVersion: 4 | 6;
  readonly words: readonly [number, number, number, number];
}

export class AnalysisContext implements FilterContext {
  readonly #analysis: Analysis;
  readonly #catalog: Catalog | undefined;

  constructor(analysis: Analysis, catalog: Catalog | undefined) {
    this.#analysis = analysis;
    this.#catalog = catalog;
  }

  values(name: string, packet: Packet): readonly Value[] {
    switch (name.split(".", 1)[0]) {
      case "app":
      case "flow":
        return this.#flowValues(name, packet);
      case "country":
      case "asn":
        return this.#placeValues(name, packet);
      case "host":
        return this.#hostValues(name, packet);
      default:
        return packet.ipVersion === 0 ? [] : [directionOf(packet)];
    }
  }

  #flowValues(name: string, packet: Packet): readonly Value[] {
    const row = this.#analysis.flowOf(packet);
    if (row < 0) return [];
    const flow = this.#analysis.flowRecord(row);
    switch (name) {
      case "app":
        return [applicationName(flow.application, flow.protocol, this.#catalog).name];
      case "app.category":
        return [applicationName(flow.application, flow.protocol, this.#catalog).category];
      case "flow.id":
        return [flow.id];
      case "flow.protocol":
        return [protocolInfo(flow.protocol).name];
      case "flow.name":
        return flow.name === undefined ? [] : [flow.name];
      case "flow.state":
        return [flow.state];
      case "flow.packets":
        return [flow.packetsOut + flow.packetsIn];
      case "flow.bytes":
        return [flow.bytesOut + flow.bytesIn];
      case "flow.duration":
        return [
          flow.lastSeconds -
            flow.firstSeconds +
            (flow.lastNanoseconds - flow.firstNanoseconds) / 1e9,
        ];
      case "flow.originator":
        return [flow.originator];
      default:
        return [flow.responder];
    }
  }

  #placeValues(name: string, packet: Packet): readonly Value[] {
    return endsOf(name, packet).flatMap((end) => {
      const value = placeValue(name, placeOf(end, this.#catalog));
      return value === undefined ? [] : [value];
    });
  }

  #hostValues(name: string, packet: Packet): readonly Value[] {
    switch (name) {
      case "host.name":
        return endsOf(name, packet).flatMap(({ ipVersion, words }) =>
          this.#analysis.names.of(ipVersion, ...words).map((known) => known.name),
        );
      case "host.vendor":
        return [packet.sourceMac, packet.destinationMac].flatMap((at) => {
          if (at < 0 || at + 6 > packet.end) return [];
          return this.#catalog?.vendor(formatMac(packet.view, at)) ?? [];
        });
      default:
        return endsOf(name, packet).map(addressKind);
    }
  }
}

/** Source and destination, or the one that the field's name ends in. */
function endsOf(name: string, packet: Packet): End[] {
  const { ipVersion } = packet;
  if (ipVersion !== 4 && ipVersion !== 6) return [];
  const ends: End[] = [];
  if (!name.endsWith(".dst")) {
    const { source0, source1, source2, source3 } = packet;
    ends.push({ ipVersion, words: [source0, source1, source2, source3] });
  }
  if (!name.endsWith(".src")) {
    const { destination0, destination1, destination2, destination3 } = packet;
    ends.push({ ipVersion, words: [destination0, destination1, destination2, destination3] });
  }
  return ends;
}

function placeValue(name: string, { country, system }: Place): Value | undefined {
  if (name === "asn.org") return system?.name;
  return name.startsWith("asn") ? system?.number : country;
}

function directionOf(packet: Packet): Direction {
  const [source, destination] = endsOf("direction", packet).map((end) =>
    isLocalKind(addressKind(end)),
  );
  return directionBetween(source === true, destination === true);
}

/** The direction of what goes from an address to another, by whether they are local. */
export function directionBetween(source: boolean, destination: boolean): Direction {
  if (source) return destination ? "internal" : "out";
  return destination ? "in" : "external";
}
