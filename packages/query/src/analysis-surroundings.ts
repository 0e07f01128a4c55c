/** What an analysis knows of the flows and addresses of its packets. */
import type { Analysis } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import { type Packet, protocolInfo } from "@wirescope/decode";
import type { Value } from "@wirescope/filter";
import { applicationName } from "./application-answer.ts";
import type { AddressWords, Surroundings } from "./filter-context.ts";
import { flowValues } from "./flow-field.ts";

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
    const application = applicationName(flow.application, flow.protocol, this.#catalog);
    return flowValues(name, {
      id: flow.id,
      application: application.name,
      category: application.category,
      protocol: protocolInfo(flow.protocol).name,
      name: flow.name,
      state: flow.state,
      packets: flow.packetsOut + flow.packetsIn,
      bytes: flow.bytesOut + flow.bytesIn,
      duration:
        flow.lastSeconds - flow.firstSeconds + (flow.lastNanoseconds - flow.firstNanoseconds) / 1e9,
      originator: flow.originator,
      responder: flow.responder,
    });
  }

  namesOf({ ipVersion, words }: AddressWords): readonly string[] {
    return this.#analysis.names.of(ipVersion, ...words).map(({ name }) => name);
  }
}
