/** What surrounds a packet: its flow and its hosts as somebody knows them, and where they are. */
import type { Catalog, Place } from "@wirescope/catalog";
import { formatMac, type Packet } from "@wirescope/decode";
import type { Direction, FilterContext, Value } from "@wirescope/filter";
import { addressKind, isLocalKind, placeOf } from "./host-description.ts";

/** An address as a packet holds it: words in network order, of which IPv4 uses the first. */
export interface AddressWords {
  readonly ipVersion: 4 | 6;
  readonly words: readonly [number, number, number, number];
}

/** What is known of flows and of addresses besides the packets themselves. */
export interface Surroundings {
  /** Values of a field `app…` or `flow.…` of the packet's flow, none where that is not known. */
  flowValues(name: string, packet: Packet): readonly Value[];
  namesOf(address: AddressWords): readonly string[];
}

/** The values that filters ask for. Without a catalog nothing is known of makers and places. */
export class SurroundingsContext implements FilterContext {
  readonly #surroundings: Surroundings;
  readonly #catalog: Catalog | undefined;

  constructor(surroundings: Surroundings, catalog: Catalog | undefined) {
    this.#surroundings = surroundings;
    this.#catalog = catalog;
  }

  values(name: string, packet: Packet): readonly Value[] {
    switch (name.split(".", 1)[0]) {
      case "app":
      case "flow":
        return this.#surroundings.flowValues(name, packet);
      case "country":
      case "asn":
        return this.#placeValues(name, packet);
      case "host":
        return this.#hostValues(name, packet);
      default:
        return packet.ipVersion === 0 ? [] : [directionOf(packet)];
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
        return endsOf(name, packet).flatMap((end) => this.#surroundings.namesOf(end));
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
function endsOf(name: string, packet: Packet): AddressWords[] {
  const { ipVersion } = packet;
  if (ipVersion !== 4 && ipVersion !== 6) return [];
  const ends: AddressWords[] = [];
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
