import { Packet } from "@wirescope/decode";
import { expect, test } from "vitest";
import type { Flow, FlowsPage } from "./flow.ts";
import { FlowDirectory } from "./flow-directory.ts";
import { MemorySession } from "./memory-session.ts";
import { loadPacket } from "./packet-archive.ts";
import { EVERYTHING } from "./range.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import { formatTimestamp } from "./timestamp.ts";
import { batchesOf, INTERFACES, knownPackets, START_SECONDS } from "./traffic.contract.ts";

const archive = new RingArchive();
const recorder = new Recorder({ archive });
for (const batch of batchesOf(knownPackets(3000))) recorder.feed(batch, INTERFACES);
const memory = new MemorySession(recorder, { version: "0", mode: "file" });
const { analysis } = recorder.main;

function packetOf(number: number): Packet {
  const page = archive.page(number)!;
  const packet = new Packet();
  loadPacket(page, number - page.firstNumber, packet);
  return packet;
}

test("each packet finds its flow, whichever way it goes", async () => {
  const directory = await FlowDirectory.read(memory, EVERYTHING);
  let found = 0;
  for (let number = 1; number <= recorder.packetCount; number++) {
    const packet = packetOf(number);
    const row = analysis.flowOf(packet);
    const flow = directory.find(packet);
    expect(flow?.id).toBe(row < 0 ? undefined : analysis.flowRecord(row).id);
    if (flow !== undefined) found++;
  }
  expect(found).toBeGreaterThan(2000);
});

test("flows that used the same ports one after the other are told apart by their times", async () => {
  const packet = packetOf(knownPackets(3000).find(({ kind }) => kind === "dns")!.number);
  const whole = await FlowDirectory.read(memory, EVERYTHING);
  const { id } = whole.find(packet)!;
  const page = await memory.flows({
    ...{ range: EVERYTHING, filter: "", sort: "start", cursor: undefined, limit: 1000 },
  });
  const flow = page.flows.find((one) => one.id === id)!;
  const between = (name: string, first: number, last: number): Flow => ({
    ...{ ...flow, name },
    firstTimestamp: formatTimestamp(START_SECONDS + first, 0),
    lastTimestamp: formatTimestamp(START_SECONDS + last, 0),
  });
  const flows = [between("later", 100, 110), between("earlier", 10, 20)];
  const past = { flows: async (): Promise<FlowsPage> => ({ ...page, flows, cursor: undefined }) };
  const directory = await FlowDirectory.read(past, EVERYTHING);
  const nameAt = (seconds: number): string | undefined => {
    packet.seconds = START_SECONDS + seconds;
    packet.nanoseconds = 0;
    return directory.find(packet)?.name;
  };
  expect([10, 15, 20].map(nameAt)).toEqual(["earlier", "earlier", "earlier"]);
  expect([100, 110].map(nameAt)).toEqual(["later", "later"]);
  expect([5, 50, 120].map(nameAt)).toEqual([undefined, undefined, undefined]);
  // Packets of several interfaces can come a little out of order.
  expect(nameAt(99.5)).toBe("later");
});
