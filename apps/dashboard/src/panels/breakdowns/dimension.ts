/** The ranked lists of a frame, and what they are called. */
import type { LiveFrame } from "@wirescope/query";

export type RankingKey = keyof Pick<
  LiveFrame,
  "protocols" | "applications" | "hosts" | "sources" | "destinations" | "services"
>;

export interface Dimension {
  readonly key: RankingKey;
  readonly title: string;
}

export const PROTOCOLS: Dimension = { key: "protocols", title: "Protocols" };
export const APPLICATIONS: Dimension = { key: "applications", title: "Applications" };
export const SOURCES: Dimension = { key: "sources", title: "Sources" };
export const DESTINATIONS: Dimension = { key: "destinations", title: "Destinations" };
export const HOSTS: Dimension = { key: "hosts", title: "Hosts" };
export const SERVICES: Dimension = { key: "services", title: "Services" };
