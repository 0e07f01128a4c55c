/** What an analysis knows of the flows and addresses of its packets. */
import type { Analysis } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import { type Packet, protocolInfo } from "@wirescope/decode";
import type { Value } from "@wirescope/filter";
import { applicationName } from "./application-answer.ts";
import type { AddressWords, Surroundings } from "./filter-context.ts";

export class AnalysisSurroundings implements Surroundings {
  readonly #analysis: Analysis;
  readonly #catalog: Catalog | undefined;

  constructor(analysis: Analysis, catalog: Catalog | undefined) {
    this.#analysis = analysis;
    this.#catalog = catalog;
  }

  flowValues(name: string, packet: Packet): readonly Value[] {
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

  namesOf({ ipVersion, words }: AddressWords): readonly string[] {
    return this.#analysis.names.of(ipVersion, ...words).map(({ name }) => name);
  }
}
