/** Top lists of the past. */
import { type Catalog, wellKnownName } from "@wirescope/catalog";
import { Protocol, protocolInfo } from "@wirescope/decode";
import {
  applicationMember,
  categoryOf,
  conversationMember,
  countryMember,
  hostMember,
  type Member,
  type Metric,
  nameMember,
  protocolMember,
  type Ranked,
  type Resolution,
  serviceMember,
  systemMember,
  type Top,
  type TopDimension,
  transportNumber,
} from "@wirescope/query";
import { type KnownName, namesOfAddresses } from "./address-names.ts";
import {
  type FiguresRequest,
  type MemberFigures,
  memberFigures,
  type PairDimension,
  pairFigures,
  type RankedFigures,
  rankValue,
  type SliceDimension,
} from "./member-figures.ts";
import { HOUR, type MinuteRange } from "./minute-range.ts";
import { coverageOf } from "./past-coverage.ts";
import { isHeld, type PastScope, startOf } from "./past-scope.ts";
import { CARRY_SECONDS, protocolFigures } from "./protocol-figures.ts";
import { OTHERS, type ProtocolGroup, protocolGroups } from "./protocol-groups.ts";
import { hourTotals, rolledHours, rollupFigures } from "./rollup-figures.ts";
import { toHex } from "./sql.ts";
import { parseAddress } from "./stored-address.ts";

/** Members of each part that are put together: far more than a list shows. */
const PART_LIMIT = 1000;

export interface TopRequest {
  readonly by: TopDimension;
  readonly metric: Metric;
  readonly limit: number;
}

type TopRows = Omit<Top, "coverage"> & { readonly resolution: Resolution };

export async function pastTop(scope: PastScope, request: TopRequest): Promise<Top> {
  if (!isHeld(scope)) {
    const other = { packets: 0, bytes: 0, members: 0 };
    return { rows: [], other, coverage: coverageOf(scope) };
  }
  const { resolution, ...rows } = await topRows(scope, request);
  return { ...rows, coverage: coverageOf(scope, scope.held, resolution) };
}

async function topRows(scope: PastScope, request: TopRequest): Promise<TopRows> {
  const { by, metric, limit } = request;
  if (by === "protocol" || by === "application") {
    const groups = await protocolGroups(scope, by, await protocolFigures(scope));
    return { ...groupRows(groups, { by, metric, limit }, scope.catalog), resolution: "minute" };
  }
  const { figures, resolution } = await sliceFigures(scope, by, { metric, limit });
  return { ...(await rankedRows(scope, by, figures, limit)), resolution };
}

/** The largest of a dimension as rows, and what they leave out. */
async function rankedRows(
  scope: PastScope,
  by: SliceDimension,
  figures: RankedFigures,
  limit: number,
): Promise<Omit<Top, "coverage">> {
  const shown = figures.members.slice(0, limit);
  const members = await describeMembers(scope, by, shown);
  const rows = shown.map((member, i) => toRanked(by, member, members[i]!));
  const isBoth = by === "host" || by === "country" || by === "asn";
  return {
    rows,
    other: {
      packets: figures.packets + (isBoth ? figures.ipPackets : 0) - sumOf(rows, "packets"),
      bytes: figures.bytes + (isBoth ? figures.ipBytes : 0) - sumOf(rows, "bytes"),
      members: figures.count - rows.length,
    },
  };
}

/** The lists of a summary, and how many hosts there are. */
export async function pairLists(scope: PastScope, limit: number): Promise<PairLists> {
  const dimensions = ["source", "destination", "conversation", "host"] as const;
  const request = { metric: "bytes", limit } as const;
  const { figures, resolution } = await pairSums(scope, dimensions, request);
  const [sources, destinations, conversations] = [
    await rankedRows(scope, "source", figures.source, limit),
    await rankedRows(scope, "destination", figures.destination, limit),
    await rankedRows(scope, "conversation", figures.conversation, limit),
  ];
  return {
    sources: sources.rows,
    destinations: destinations.rows,
    conversations: conversations.rows,
    hosts: figures.host.count,
    resolution,
  };
}

export interface PairLists {
  readonly sources: readonly Ranked[];
  readonly destinations: readonly Ranked[];
  readonly conversations: readonly Ranked[];
  readonly hosts: number;
  readonly resolution: Resolution;
}

/** What is counted for the whole of a range. */
function groupRows(
  groups: readonly ProtocolGroup[],
  { by, metric, limit }: TopRequest & { readonly by: "protocol" | "application" },
  catalog: Catalog | undefined,
): Omit<Top, "coverage"> {
  const ranked = groups
    .filter(({ label }) => label !== OTHERS)
    .sort((a, b) => b[metric] - a[metric] || orderOf(by, a) - orderOf(by, b));
  const shown = ranked.slice(0, limit);
  const others = groups.filter(({ label }) => label === OTHERS);
  const left = [...ranked.slice(limit), ...others];
  return {
    rows: shown.map(({ label, packets, bytes, flows }) => ({
      ...(by === "protocol"
        ? protocolMember(protocolCode(label))
        : applicationMember(label, categoryOf(label, catalog))),
      packets,
      bytes,
      flows,
      bytesIn: undefined,
    })),
    other: {
      packets: sumOf(left, "packets"),
      bytes: sumOf(left, "bytes"),
      members: ranked.length - shown.length,
    },
  };
}

const CODES: ReadonlyMap<string, Protocol> = new Map(
  Object.values(Protocol).map((code) => [protocolInfo(code).name, code]),
);

/** Code of a protocol's name; of one that this version does not know, that of the unknown. */
export function protocolCode(name: string): Protocol {
  return CODES.get(name) ?? Protocol.Unknown;
}

/** Equal values come in the order of the protocols. */
function orderOf(by: "protocol" | "application", { label }: ProtocolGroup): number {
  return by === "protocol" ? protocolCode(label) : (CODES.get(label) ?? CODES.size);
}

/**
 * The largest members: from slices where they are held and few or filtered, and from rollups otherwise, with the slices
 * of the minutes before and after whole hours.
 */
export async function sliceFigures(
  scope: PastScope,
  by: SliceDimension,
  request: FiguresRequest,
): Promise<{ figures: RankedFigures; resolution: Resolution }> {
  const hours = await hoursOf(scope);
  if (hours === undefined) {
    return { figures: await memberFigures(scope, by, request), resolution: "minute" };
  }
  const large = { ...request, limit: request.limit + PART_LIMIT };
  const parts: RankedFigures[] = [];
  for (const edge of edgesOf(scope, hours)) {
    parts.push(await memberFigures(scope, by, large, edge));
  }
  const totals = await hourTotals(scope, hours);
  const rolled = await rollupFigures(scope, by, large, hours, isFirst(scope, hours));
  return {
    figures: joined([...parts, { ...totals, ...rolled }], by, request.metric),
    resolution: "hour",
  };
}

/** {@link sliceFigures} of dimensions for which the slices are read once. */
async function pairSums(
  scope: PastScope,
  dimensions: readonly PairDimension[],
  request: FiguresRequest,
): Promise<{ figures: Readonly<Record<PairDimension, RankedFigures>>; resolution: Resolution }> {
  const hours = await hoursOf(scope);
  if (hours === undefined) {
    return { figures: await pairFigures(scope, dimensions, request), resolution: "minute" };
  }
  const large = { ...request, limit: request.limit + PART_LIMIT };
  const edges: Readonly<Record<PairDimension, RankedFigures>>[] = [];
  for (const edge of edgesOf(scope, hours)) {
    edges.push(await pairFigures(scope, dimensions, large, edge));
  }
  const totals = await hourTotals(scope, hours);
  const of = async (by: PairDimension): Promise<RankedFigures> => {
    const rolled = await rollupFigures(scope, by, large, hours, isFirst(scope, hours));
    const parts = [...edges.map((edge) => edge[by]), { ...totals, ...rolled }];
    return joined(parts, by, request.metric);
  };
  const figures = {
    host: await of("host"),
    source: await of("source"),
    destination: await of("destination"),
    conversation: await of("conversation"),
  };
  return { figures, resolution: "hour" };
}

/** The minutes before and after whole hours. */
function edgesOf({ range }: PastScope, hours: MinuteRange): MinuteRange[] {
  const edges = [
    { from: range.from, to: hours.from },
    { from: Math.max(hours.to, range.from), to: range.to },
  ];
  return edges.filter(({ from, to }) => to > from);
}

function isFirst(scope: PastScope, hours: MinuteRange): boolean {
  return hours.from <= startOf(scope);
}

/** Whole hours that are answered from rollups, since their minutes are gone or have too many slices. */
async function hoursOf(scope: PastScope): Promise<MinuteRange | undefined> {
  const needsRollups = scope.isWhole && scope.held.slices > scope.sliceLimit;
  const rolled = needsRollups ? await rolledHours(scope) : undefined;
  const gone = scope.hours?.range;
  if (gone !== undefined) return { from: gone.from, to: rolled?.to ?? gone.to };
  return rolled && behindCarried(scope, rolled);
}

/** Leaves the hour in which flows from before the range show up again to its slices. */
function behindCarried({ range }: PastScope, hours: MinuteRange): MinuteRange | undefined {
  const isShort = hours.from - range.from < CARRY_SECONDS && hours.from > range.from;
  const from = isShort ? hours.from + HOUR : hours.from;
  return from < hours.to ? { from, to: hours.to } : undefined;
}

function joined(
  parts: readonly RankedFigures[],
  by: SliceDimension,
  metric: Metric,
): RankedFigures {
  const members = new Map<string, MemberFigures>();
  for (const member of parts.flatMap((part) => part.members)) {
    const known = members.get(member.label);
    members.set(member.label, known === undefined ? member : added(known, member));
  }
  const ranked = [...members.values()].sort(
    (a, b) => rankValue(by, metric, b) - rankValue(by, metric, a) || (a.label < b.label ? -1 : 1),
  );
  return {
    members: ranked,
    count: Math.max(ranked.length, ...parts.map(({ count }) => count)),
    packets: sumOf(parts, "packets"),
    bytes: sumOf(parts, "bytes"),
    ipPackets: sumOf(parts, "ipPackets"),
    ipBytes: sumOf(parts, "ipBytes"),
  };
}

function added(a: MemberFigures, b: MemberFigures): MemberFigures {
  return {
    label: a.label,
    packetsOut: a.packetsOut + b.packetsOut,
    packetsIn: a.packetsIn + b.packetsIn,
    bytesOut: a.bytesOut + b.bytesOut,
    bytesIn: a.bytesIn + b.bytesIn,
    flows: a.flows + b.flows,
  };
}

function toRanked(by: SliceDimension, figures: MemberFigures, member: Member): Ranked {
  return {
    ...member,
    packets: rankValue(by, "packets", figures),
    bytes: rankValue(by, "bytes", figures),
    flows: figures.flows,
    bytesIn: by === "host" ? figures.bytesIn : undefined,
  };
}

async function describeMembers(
  { engine, catalog }: PastScope,
  by: SliceDimension,
  figures: readonly MemberFigures[],
): Promise<Member[]> {
  const labels = figures.map(({ label }) => label);
  switch (by) {
    case "host":
    case "source":
    case "destination": {
      const names = await namesOfAddresses(engine, labels.map(toDigits));
      return labels.map((label) => hostMember(by, label, bestName(names, label)));
    }
    case "conversation":
      return labels.map((label) => {
        const [a = "", b = ""] = label.split(" ⇄ ");
        return conversationMember(a, b);
      });
    case "service":
      return labels.map((label) => {
        const [port = "", transport = ""] = label.slice(1).split("/");
        return serviceMember(transportNumber(transport), Number(port));
      });
    case "name":
      return labels.map(nameMember);
    case "country":
      return labels.map(countryMember);
    case "asn": {
      const numbers = labels.map((label) => Number(label.slice("AS".length)));
      const wanted = new Set(numbers);
      const systems = catalog?.systems?.filter((system) => wanted.has(system.number)) ?? [];
      const holders = new Map(systems.map((system) => [system.number, system.name]));
      return numbers.map((number) => systemMember(number, holders.get(number)));
    }
  }
}

function bestName(
  names: ReadonlyMap<string, readonly KnownName[]>,
  label: string,
): string | undefined {
  return names.get(toDigits(label))?.[0]?.name ?? wellKnownName(label);
}

/** Hexadecimal digits of an address, as engines print them. */
export function toDigits(label: string): string {
  const octets = parseAddress(label);
  return octets === undefined ? "" : toHex(octets).toUpperCase();
}

function sumOf<K extends string>(rows: readonly Readonly<Record<K, number>>[], key: K): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}
