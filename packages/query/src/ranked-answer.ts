/** Top lists: rankings of an analysis with labels, names and filters. */
import type { Analysis, Ranking } from "@wirescope/analysis";
import { type Catalog, wellKnownName } from "@wirescope/catalog";
import type { Ranked, Top } from "./answer.ts";
import { rowName } from "./application-answer.ts";
import type { LiveRanking } from "./live-frame.ts";
import {
  applicationMember,
  conversationMember,
  hostMember,
  type Member,
  nameMember,
  protocolMember,
  serviceMember,
} from "./member.ts";
import { placeAnswer } from "./place-answer.ts";
import type { Metric, TopDimension } from "./question.ts";

/** Dimensions that have a table of their own. */
type TableDimension = Exclude<TopDimension, "country" | "asn" | "application">;

interface TableRequest extends TopRequest {
  readonly by: TableDimension;
}

export interface TopRequest {
  readonly by: TopDimension;
  readonly metric: Metric;
  readonly limit: number;
}

export function topAnswer(
  analysis: Analysis,
  request: TopRequest,
  catalog: Catalog | undefined,
): Omit<Top, "coverage"> {
  const { by } = request;
  if (by === "country" || by === "asn") return placeAnswer(analysis, { ...request, by }, catalog);
  if (by === "application") return applicationAnswer(analysis, request, catalog);
  return tableAnswer(analysis, { ...request, by });
}

function applicationAnswer(
  analysis: Analysis,
  { metric, limit }: TopRequest,
  catalog: Catalog | undefined,
): Omit<Top, "coverage"> {
  const ranking = analysis.topApplications(metric, limit);
  const { packets, bytes, members } = ranking.other;
  return {
    rows: Array.from(ranking.rows, (row, i) => ({
      ...describeApplication(row, catalog),
      packets: ranking.packets[i]!,
      bytes: ranking.bytes[i]!,
      flows: ranking.flows[i]!,
      bytesIn: undefined,
    })),
    other: { packets, bytes, members },
  };
}

function describeApplication(row: number, catalog: Catalog | undefined): Member {
  const { name, category } = rowName(row, catalog);
  return applicationMember(name, category);
}

function tableAnswer(analysis: Analysis, request: TableRequest): Omit<Top, "coverage"> {
  const ranking = rank(analysis, request);
  const { packets, bytes, members } = ranking.other;
  return { rows: toRanked(analysis, request.by, ranking), other: { packets, bytes, members } };
}

export function liveRanking(analysis: Analysis, by: TableDimension, limit: number): LiveRanking {
  const ranking = rank(analysis, { by, metric: "bytes", limit });
  return toLive(ranking, (row) => describe(analysis, by, row));
}

export function liveApplications(
  analysis: Analysis,
  limit: number,
  catalog: Catalog | undefined,
): LiveRanking {
  const ranking = analysis.topApplications("bytes", limit);
  return toLive(ranking, (row) => ({ ...describeApplication(row, catalog), name: undefined }));
}

function toLive(ranking: Ranking, describeRow: (row: number) => Member): LiveRanking {
  const members = Array.from(ranking.rows, describeRow);
  return {
    labels: members.map((member) => member.label),
    names: members.map((member) => member.name ?? ""),
    filters: members.map((member) => member.filter),
    packets: ranking.packets,
    bytes: ranking.bytes,
    bytesIn: ranking.bytesIn,
    members: ranking.rows.length + ranking.other.members,
  };
}

function rank(analysis: Analysis, { by, metric, limit }: TableRequest): Ranking {
  switch (by) {
    case "protocol":
      return analysis.topProtocols(metric, limit);
    case "host":
      return analysis.topHosts("both", metric, limit);
    case "source":
      return analysis.topHosts("sent", metric, limit);
    case "destination":
      return analysis.topHosts("received", metric, limit);
    case "conversation":
      return analysis.topConversations(metric, limit);
    case "service":
      return analysis.topServices(metric, limit);
    case "name":
      return analysis.topNames(metric, limit);
  }
}

function toRanked(analysis: Analysis, by: TableDimension, ranking: Ranking): Ranked[] {
  return Array.from(ranking.rows, (row, i) => ({
    ...describe(analysis, by, row),
    packets: ranking.packets[i]!,
    bytes: ranking.bytes[i]!,
    flows: ranking.flows[i]!,
    bytesIn: by === "host" ? ranking.bytesIn[i]! : undefined,
  }));
}

function describe(analysis: Analysis, by: TableDimension, row: number): Member {
  switch (by) {
    case "protocol":
      return protocolMember(row);
    case "host":
    case "source":
    case "destination": {
      const { address, ipVersion, words } = analysis.hostRecord(row);
      const name = analysis.names.of(ipVersion, ...words)[0]?.name ?? wellKnownName(address);
      return hostMember(by, address, name);
    }
    case "conversation": {
      const { a, b } = analysis.conversations.record(row);
      return conversationMember(a, b);
    }
    case "service": {
      const { ipProtocol, port } = analysis.services.record(row);
      return serviceMember(ipProtocol, port);
    }
    case "name":
      return nameMember(analysis.flowNames.record(row).name);
  }
}
