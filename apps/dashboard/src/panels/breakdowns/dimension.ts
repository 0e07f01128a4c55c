/** The ranked lists: what they are called, and where live frames have them. */
import type { LiveFrame, TopDimension } from "@wirescope/query";

export type RankingKey = keyof Pick<
  LiveFrame,
  "protocols" | "applications" | "hosts" | "sources" | "destinations" | "services"
>;

export interface Dimension {
  readonly key: TopDimension;
  readonly title: string;
  /** Undefined for what is always asked for. */
  readonly frame: RankingKey | undefined;
}

export const PROTOCOLS: Dimension = { key: "protocol", title: "Protocols", frame: "protocols" };
export const APPLICATIONS: Dimension = {
  key: "application",
  title: "Applications",
  frame: "applications",
};
export const SOURCES: Dimension = { key: "source", title: "Sources", frame: "sources" };
export const DESTINATIONS: Dimension = {
  key: "destination",
  title: "Destinations",
  frame: "destinations",
};
export const HOSTS: Dimension = { key: "host", title: "Hosts", frame: "hosts" };
export const SERVICES: Dimension = { key: "service", title: "Services", frame: "services" };
export const COUNTRIES: Dimension = { key: "country", title: "Countries", frame: undefined };
export const NETWORKS: Dimension = { key: "asn", title: "Networks", frame: undefined };
