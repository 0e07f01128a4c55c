/** Filters on what surrounds a packet, over known traffic. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Catalog, type Place } from "@wirescope/catalog";
import { describe, expect, test } from "vitest";
import { MemorySession } from "./memory-session.ts";
import { EVERYTHING } from "./range.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import { batchesOf, INTERFACES, type KnownPacket, knownPackets } from "./traffic.contract.ts";

const DATA = new URL("../../catalog/data/", import.meta.url);
const HOME: Place = { country: "NL", system: { number: 64500, name: "Example Network" } };

/** Everything is at one place, so that what is local shows. */
function read(file: string): Buffer {
  return gunzipSync(readFileSync(new URL(file, DATA)));
}

const catalog = new Catalog(
  { bytes: read, text: (file) => read(file).toString("utf8") },
  { findIpv4: () => HOME, findIpv6: () => HOME },
);
const packets = knownPackets(2000).map(onTheInternet);

/** The packet with every second host at a global address in place of a private one. */
function onTheInternet(packet: KnownPacket): KnownPacket {
  if (packet.source === undefined || packet.source.includes(":")) return packet;
  const bytes = packet.bytes.slice();
  for (const address of [26, 30]) {
    if (bytes[address + 3]! % 2 === 0) bytes[address] = 45;
  }
  return { ...packet, bytes };
}
const recorder = new Recorder({ archive: new RingArchive(), catalog });
for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
const session = new MemorySession(recorder, { version: "0.0.0", mode: "file" });

async function count(filter: string): Promise<number> {
  return (await session.summary({ range: EVERYTHING, filter })).packets;
}

describe("fields of what surrounds a packet", () => {
  test.for([
    ['flow.protocol == "TLS" && app.category == "Web"', 'flow.protocol == "TLS"'],
    ['app == "DNS"', 'flow.protocol == "DNS"'],
    ["asn == 64500", 'country == "NL"'],
    ['asn.org contains "Example"', "country"],
    ["country.src || country.dst", "country"],
  ])("%s is the same as %s", async ([left, right]) => {
    const expected = await count(right!);
    expect(expected).toBeGreaterThan(0);
    expect(await count(left!)).toBe(expected);
  });

  test("a flow's packets are as many as the flow counts", async () => {
    const { flows } = await session.flows({
      range: EVERYTHING,
      filter: "",
      sort: "bytes",
      cursor: undefined,
      limit: 5,
    });
    for (const flow of flows) {
      expect(await count(`flow.id == ${flow.id}`)).toBe(flow.packetsIn + flow.packetsOut);
      const same = `flow.packets == ${flow.packetsIn + flow.packetsOut} && flow.id == ${flow.id}`;
      expect(await count(same)).toBe(flow.packetsIn + flow.packetsOut);
    }
  });

  test("directions part the IP packets", async () => {
    const parts = ["in", "out", "internal", "external"].map((way) =>
      count(`direction == "${way}"`),
    );
    const sum = (await Promise.all(parts)).reduce((a, b) => a + b, 0);
    expect(sum).toBe(await count("ip || ipv6"));
  });

  test("local addresses are of no country", async () => {
    expect(await count('country && host.kind == "global"')).toBe(await count("country"));
    expect(await count('!(host.kind == "global") && country')).toBe(0);
  });

  test("nothing is known without a context", async () => {
    const bare = new Recorder({ archive: new RingArchive() });
    for (const batch of batchesOf(packets)) bare.feed(batch, INTERFACES);
    const answer = await new MemorySession(bare, { version: "0.0.0", mode: "file" }).summary({
      range: EVERYTHING,
      filter: "country",
    });
    expect(answer.packets).toBe(0);
  });
});

test("countries and systems rank what their hosts exchange", async () => {
  const top = await session.top({
    range: EVERYTHING,
    filter: "",
    by: "country",
    metric: "bytes",
    limit: 10,
  });
  expect(top.rows).toMatchObject([{ label: "NL", filter: 'country == "NL"' }]);
  const systems = await session.top({
    range: EVERYTHING,
    filter: "",
    by: "asn",
    metric: "bytes",
    limit: 10,
  });
  expect(systems.rows).toMatchObject([
    { label: "AS64500", name: "Example Network", bytes: top.rows[0]!.bytes },
  ]);
});
