/** Top lists of countries and autonomous systems: hosts, put together by where they are. */
import type { Analysis } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import type { Ranked, Top } from "./answer.ts";
import { placeOf } from "./host-description.ts";
import { countryMember, systemMember } from "./member.ts";
import type { Metric } from "./question.ts";

export interface PlaceRequest {
  readonly by: "country" | "asn";
  readonly metric: Metric;
  readonly limit: number;
}

type Counts = { -readonly [K in "packets" | "bytes" | "flows"]: number };

/**
 * The places by what was exchanged with the hosts there. A packet between two places counts for both;
 * `other` is the traffic of hosts without a place, and of places beyond the limit.
 */
export function placeAnswer(
  analysis: Analysis,
  request: PlaceRequest,
  catalog: Catalog | undefined,
): Omit<Top, "coverage"> {
  const { by, metric, limit } = request;
  const hosts = analysis.topHosts("both", metric, analysis.hosts.size);
  const places = new Map<string, Counts & Pick<Ranked, "label" | "name" | "filter">>();
  const other = { ...hosts.other };
  for (const [i, row] of hosts.rows.entries()) {
    const counts = { packets: hosts.packets[i]!, bytes: hosts.bytes[i]!, flows: hosts.flows[i]! };
    const { country, system } = placeOf(analysis.hostRecord(row), catalog);
    const label = by === "country" ? country : system && `AS${system.number}`;
    if (label === undefined) {
      add(other, counts);
      continue;
    }
    const known = places.get(label);
    if (known !== undefined) {
      add(known, counts);
      continue;
    }
    const member =
      by === "country" ? countryMember(label) : systemMember(system!.number, system!.name);
    places.set(label, { ...member, ...counts });
  }
  const ranked = [...places.values()].sort(
    (a, b) => b[metric] - a[metric] || (a.label < b.label ? -1 : 1),
  );
  for (const left of ranked.slice(limit)) add(other, left);
  return {
    rows: ranked.slice(0, limit).map((place) => ({ ...place, bytesIn: undefined })),
    other: {
      packets: other.packets,
      bytes: other.bytes,
      members: Math.max(0, ranked.length - limit),
    },
  };
}

function add(sum: Counts, counts: Counts): void {
  sum.packets += counts.packets;
  sum.bytes += counts.bytes;
  sum.flows += counts.flows;
}
