/** A session with fixed answers, for tests of what lies between it and the page. */
import type {
  Coverage,
  Drops,
  PacketRow,
  Ranked,
  RawPacket,
  Session,
  Status,
} from "@wirescope/query";
import { badFilter, CannedStream } from "./canned-stream.fixture.ts";

const COVERAGE: Coverage = {
  kind: "exact",
  resolution: "packet",
  from: undefined,
  to: undefined,
  gaps: [],
  note: undefined,
};

const DROPS: Drops = {
  kernel: 3,
  interface: 1,
  packetsForgotten: 5,
  packetsUnwritten: 6,
  flowsEvicted: 0,
  hostsEvicted: 0,
  namesEvicted: 0,
  rowsSkipped: 2,
};

const ROW: PacketRow = {
  number: 7,
  timestamp: "2026-11-22T10:00:00.000000001Z",
  interface: "eth0",
  source: "192.0.2.1:40000",
  destination: "198.51.100.2:443",
  protocol: "TLS",
  protocolByPort: false,
  length: 60,
  capturedLength: 3,
  info: "Client Hello",
};

const RAW: RawPacket = {
  number: 7,
  seconds: 1_795_341_600,
  nanoseconds: 1,
  interface: {
    name: "eth0",
    description: undefined,
    linkType: 1,
    snapLength: 262_144,
    section: 0,
  },
  originalLength: 60,
  bytes: Uint8Array.of(0, 255, 7),
};

const RANKED: Ranked = {
  label: "192.0.2.1",
  filter: "ip.addr == 192.0.2.1",
  name: "secret.example",
  packets: 9,
  bytes: 900,
  flows: 1,
  bytesIn: 300,
};

export const CANNED_STATUS: Status = {
  version: "0.1.0",
  mode: "live",
  state: "running",
  problem: undefined,
  advice: [],
  sources: ["eth0"],
  backend: "ring",
  captureFilter: undefined,
  startedAt: "2026-11-22T09:00:00.000000000Z",
  packets: 12,
  wireBytes: 1200,
  drops: DROPS,
  watermark: "2026-11-22T10:00:00.000000000Z",
  progress: undefined,
};

/** A question that was asked, by the method's name. */
export interface AskedQuestion {
  readonly name: string;
  readonly question: unknown;
}

export class CannedSession implements Session {
  /** What was asked, oldest first. */
  readonly asked: AskedQuestion[] = [];
  readonly streams: CannedStream[] = [];

  #answer<T>(name: string, question: unknown, answer: T): Promise<T> {
    this.asked.push({ name, question });
    const filter = (question as { filter?: string } | undefined)?.filter;
    return filter === undefined || filter !== "tcp.prt == 1"
      ? Promise.resolve(answer)
      : Promise.reject(badFilter());
  }

  status: Session["status"] = () => this.#answer("status", undefined, CANNED_STATUS);

  interfaces: Session["interfaces"] = () =>
    this.#answer("interfaces", undefined, [
      {
        name: "eth0",
        description: undefined,
        addresses: ["192.0.2.1"],
        up: true,
        loopback: false,
        defaultRoute: true,
        capturing: true,
      },
    ]);

  summary: Session["summary"] = (question) =>
    this.#answer("summary", question, {
      files: [
        {
          name: "a.pcap",
          format: "pcap",
          linkTypes: ["Ethernet"],
          packets: 12,
          capturedBytes: 36,
          wireBytes: 1200,
          firstTimestamp: ROW.timestamp,
          lastTimestamp: null,
          truncatedAt: 99,
        },
      ],
      packets: 12,
      wireBytes: 1200,
      flows: 1,
      hosts: 2,
      malformed: 0,
      protocols: [{ name: 'T"LS', packets: 12, bytes: 1200, packetsByPort: 0 }],
      applications: [],
      topSources: [RANKED],
      topDestinations: [RANKED],
      conversations: [],
      timeline: { start: ROW.timestamp, step: 1, packets: [12], bytes: [1200] },
      drops: DROPS,
      coverage: COVERAGE,
    });

  timeline: Session["timeline"] = (question) =>
    this.#answer("timeline", question, {
      start: null,
      step: 1,
      packets: [12],
      bytes: [1200],
      series: [{ name: "TLS", packets: [12], bytes: [1200] }],
      coverage: COVERAGE,
    });

  top: Session["top"] = (question) =>
    this.#answer("top", question, {
      rows: [RANKED],
      other: { packets: 3, bytes: 300, members: 1 },
      coverage: {
        ...COVERAGE,
        kind: "retained",
        from: ROW.timestamp,
        to: ROW.timestamp,
        note: "Held only.",
      },
    });

  flows: Session["flows"] = (question) =>
    this.#answer("flows", question, {
      flows: [
        {
          id: 1,
          protocol: "TLS",
          protocolByPort: false,
          application: "Example",
          category: "Web",
          transport: "tcp",
          vlan: undefined,
          tunnel: undefined,
          originator: "192.0.2.1",
          originatorPort: 40_000,
          responder: "198.51.100.2",
          responderPort: 443,
          name: "secret.example",
          state: "established",
          firstTimestamp: ROW.timestamp,
          lastTimestamp: ROW.timestamp,
          duration: 0.5,
          packetsOut: 6,
          packetsIn: 6,
          bytesOut: 600,
          bytesIn: 600,
          payloadOut: 1,
          payloadIn: 1,
          health: undefined,
          communityId: "1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
          filter: "tcp",
        },
      ],
      total: 1,
      cursor: undefined,
      coverage: COVERAGE,
    });

  hosts: Session["hosts"] = (question) =>
    this.#answer("hosts", question, {
      hosts: [
        {
          address: "192.0.2.1",
          kind: "documentation",
          wellKnownAs: undefined,
          names: [{ name: "secret.example", source: "dns" }],
          mac: "02:00:00:00:00:01",
          vendor: "Maker",
          country: "NL",
          asn: 64500,
          organization: "Example Network",
          firstTimestamp: ROW.timestamp,
          lastTimestamp: ROW.timestamp,
          packetsIn: 6,
          packetsOut: 6,
          bytesIn: 600,
          bytesOut: 600,
          flows: 1,
          filter: "ip.addr == 192.0.2.1",
        },
      ],
      total: 2,
      cursor: "next",
      coverage: COVERAGE,
    });

  packets: Session["packets"] = (question) =>
    this.#answer("packets", question, {
      packets: question.cursor === undefined ? [ROW] : [],
      cursor: question.cursor === undefined ? 7 : undefined,
      matching: undefined,
      held: { first: 6, last: 12 },
      coverage: COVERAGE,
    });

  packetData: Session["packetData"] = (question) =>
    this.#answer("packetData", question, {
      packets: question.cursor === undefined ? [RAW] : [],
      cursor: question.cursor === undefined ? 7 : undefined,
      held: { first: 6, last: 12 },
      coverage: COVERAGE,
    });

  packet: Session["packet"] = (number) =>
    this.#answer(
      "packet",
      number,
      number === ROW.number
        ? {
            row: ROW,
            layers: [
              {
                name: "eth",
                label: "Ethernet II",
                text: "",
                start: 0,
                end: 3,
                filter: undefined,
                children: [],
              },
            ],
            bytes: Uint8Array.of(0, 255, 7),
          }
        : undefined,
    );

  extent: Session["extent"] = () =>
    this.#answer("extent", undefined, {
      packets: { from: ROW.timestamp, to: "2026-11-22T10:00:00.000000000Z" },
      flows: { from: "2026-10-23T10:00:00.000000000Z", to: "2026-11-22T10:00:00.000000000Z" },
      hours: undefined,
      gaps: [{ from: "2026-11-01T00:00:00.000000000Z", to: "2026-11-01T06:00:00.000000000Z" }],
      problem: undefined,
    });

  usage: Session["usage"] = (question) =>
    this.#answer("usage", question, {
      rows: [
        {
          from: "2026-11-21T18:30:00.000000000Z",
          to: "2026-11-22T18:30:00.000000000Z",
          device: "02:00:00:00:00:01",
          addresses: ["192.168.1.7"],
          name: "=laptop",
          vendor: undefined,
          packetsIn: 4,
          packetsOut: 8,
          bytesIn: 400,
          bytesOut: 800,
        },
      ],
      coverage: { ...COVERAGE, resolution: "minute" },
    });

  fields: Session["fields"] = () =>
    this.#answer("fields", undefined, [
      { name: "ip.src", type: "ipv4", description: "Source address" },
    ]);

  live: Session["live"] = (onFrame, onProblem) => {
    const stream = new CannedStream(onFrame, onProblem);
    this.streams.push(stream);
    return stream;
  };

  close: Session["close"] = () => Promise.resolve();
}
