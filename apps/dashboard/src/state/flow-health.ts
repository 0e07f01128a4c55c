/** How well a flow does, in rows that people read: one value for each direction, or one for both. */
import type { Flow, FlowHealth } from "@wirescope/query";
import { formatCount, UNKNOWN } from "../format/number.ts";
import { formatMilliseconds } from "../format/time.ts";
import { formatBytes } from "../format/traffic.ts";

export interface DirectionRow {
  readonly label: string;
  /** What it is, in a sentence. */
  readonly title: string;
  /** What the originator sent, and what it was sent. */
  readonly out: string;
  readonly in: string;
}

export interface SingleRow {
  readonly label: string;
  readonly title: string;
  readonly value: string;
}

type Figure = keyof FlowHealth;

const COUNTERS: readonly (readonly [label: string, out: Figure, into: Figure, title: string])[] = [
  [
    "Retransmitted",
    "retransmissionsOut",
    "retransmissionsIn",
    "Segments that were sent again because no acknowledgment came",
  ],
  ["Out of order", "outOfOrderOut", "outOfOrderIn", "Segments that overtook one another"],
  [
    "Duplicate ACKs",
    "duplicateAcksOut",
    "duplicateAcksIn",
    "Acknowledgments that say that a segment is missing",
  ],
  [
    "Zero windows",
    "zeroWindowsOut",
    "zeroWindowsIn",
    "Times that the sender of this could take nothing more",
  ],
  ["Gaps", "gapsOut", "gapsIn", "Places where segments were not captured when later ones came"],
  [
    "Keep-alives",
    "keepAlivesOut",
    "keepAlivesIn",
    "Segments that only ask whether the other is there",
  ],
  ["Resets", "resetsOut", "resetsIn", "Segments that broke the connection off"],
];

const ROUND_TRIPS: readonly (readonly [label: string, out: Figure, into: Figure, title: string])[] =
  [
    ["Round trip", "rttOut", "rttIn", "From a segment to its acknowledgment, smoothed"],
    ["Least round trip", "rttLeastOut", "rttLeastIn", "The shortest of them"],
  ];

/** RFC 1035 §4.1.1 and RFC 2136 §2.2. */
const RESPONSE_CODES = [
  ...["no error", "format error", "server failure", "no such name", "not implemented", "refused"],
  ...["name exists", "set exists", "no such set", "not authoritative", "not in zone"],
];

/** Traffic and health of both directions; what is not known of either is left out. */
export function directionRows(flow: Flow): readonly DirectionRow[] {
  const { health } = flow;
  const traffic: DirectionRow[] = [
    {
      label: "Packets",
      title: "Packets of this direction",
      out: formatCount(flow.packetsOut),
      in: formatCount(flow.packetsIn),
    },
    {
      label: "Bytes",
      title: "On the wire, headers included",
      out: formatBytes(flow.bytesOut),
      in: formatBytes(flow.bytesIn),
    },
    {
      label: "Payload",
      title: "What the application sent",
      out: formatBytes(flow.payloadOut),
      in: formatBytes(flow.payloadIn),
    },
  ];
  const rows = (
    figures: typeof COUNTERS,
    format: (value: number) => string,
  ): readonly DirectionRow[] =>
    figures.flatMap(([label, out, into, title]) => {
      const [sent, received] = [health?.[out], health?.[into]];
      if (sent === undefined && received === undefined) return [];
      return [{ label, title, out: shown(sent, format), in: shown(received, format) }];
    });
  return [...traffic, ...rows(ROUND_TRIPS, formatMilliseconds), ...rows(COUNTERS, formatCount)];
}

/** What a flow has once. */
export function singleRows({ health }: Flow): readonly SingleRow[] {
  const rows: SingleRow[] = [];
  function add(label: string, value: string | undefined, title: string): void {
    if (value !== undefined) rows.push({ label, title, value });
  }
  const time = (seconds: number | undefined) =>
    seconds === undefined ? undefined : formatMilliseconds(seconds);
  const count = (value: number | undefined) =>
    value === undefined ? undefined : formatCount(value);
  add("Handshake", time(health?.initialRtt), "From the SYN to the acknowledgment that ends it");
  add(
    "Time to first byte",
    time(health?.timeToFirstByte),
    "From the end of the first request to the first octet of its answer",
  );
  add("Queries", count(health?.queries), "Questions that were asked");
  add("Answers", count(health?.answers), "Questions that were answered");
  add("Response time", time(health?.responseTime), "From the first query to its answer");
  const code = health?.responseCode;
  add(
    "Response code",
    code === undefined ? undefined : `${RESPONSE_CODES[code] ?? "code"} (${code})`,
    "Of the last answer",
  );
  return rows;
}

/** The one time that tells most of how far away the other end is: seconds, and what it is. */
export function roundTrip(
  health: FlowHealth | undefined,
): { readonly seconds: number; readonly title: string } | undefined {
  const candidates = [
    [health?.initialRtt, "Of the handshake"],
    [health?.rttOut, "From a segment of the originator to its acknowledgment, smoothed"],
    [health?.rttIn, "From a segment of the responder to its acknowledgment, smoothed"],
    [health?.responseTime, "From the query to its answer"],
  ] as const;
  const known = candidates.find(([seconds]) => seconds !== undefined);
  return known === undefined ? undefined : { seconds: known[0]!, title: known[1] };
}

/** Segments of both directions that were sent again; undefined where nothing is acknowledged. */
export function retransmissions(health: FlowHealth | undefined): number | undefined {
  const { retransmissionsOut: out, retransmissionsIn: into } = health ?? {};
  return out === undefined && into === undefined ? undefined : (out ?? 0) + (into ?? 0);
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? UNKNOWN : format(value);
}
