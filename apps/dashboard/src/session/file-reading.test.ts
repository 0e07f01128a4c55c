import { gzipSync } from "node:zlib";
import { PcapWriter } from "@wirescope/pcap";
import { EVERYTHING } from "@wirescope/query";
import { expect, test } from "vitest";
import { FileReading } from "./file-reading.ts";

/** `count` Ethernet frames of an unassigned type, a second apart. */
function capture(count: number): Uint8Array<ArrayBuffer> {
  const writer = new PcapWriter({ linkType: 1 });
  const chunks = [writer.header()];
  for (let i = 0; i < count; i += 1) {
    const bytes = new Uint8Array(60);
    bytes.set([0x88, 0xb5], 12);
    chunks.push(writer.packet({ seconds: 1000 + i, nanoseconds: 0, bytes, originalLength: 60 }));
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

async function read(content: Uint8Array<ArrayBuffer>) {
  const reading = await FileReading.open(new File([content], "trace.pcap"), {
    version: "1.2.3",
    catalog: undefined,
  });
  await reading.run();
  return reading.session;
}

test.for([
  ["plain", capture(500)],
  ["gzip'd", Uint8Array.from(gzipSync(capture(500)))],
] as const)("Every packet of a %s file is counted and can be opened", async ([, content]) => {
  const session = await read(content);
  expect(await session.status()).toMatchObject({
    version: "1.2.3",
    mode: "file",
    state: "finished",
    problem: undefined,
    packets: 500,
    sources: ["trace.pcap"],
  });
  expect((await session.packet(500))?.bytes).toHaveLength(60);
  const summary = await session.summary({ range: EVERYTHING, filter: "frame.number <= 10" });
  expect(summary.packets).toBe(10);
});

test("A cut file keeps what came before and says what is wrong", async () => {
  const session = await read(capture(10).slice(0, -5));
  const status = await session.status();
  expect(status).toMatchObject({ state: "finished", packets: 9 });
  expect(status.problem).toMatch(/^trace\.pcap: /);
});

test("A file that is no capture has failed", async () => {
  const session = await read(Uint8Array.from(Buffer.from("no capture, whatever its name says")));
  expect(await session.status()).toMatchObject({ state: "failed", packets: 0 });
});

test("Cancelling keeps what was read and says how much", async () => {
  const reading = await FileReading.open(new File([capture(9000)], "trace.pcap"), {
    version: "",
    catalog: undefined,
  });
  reading.cancel();
  await reading.run();
  const status = await reading.session.status();
  expect(status.state).toBe("finished");
  expect(status.packets).toBeGreaterThan(0);
  expect(status.packets).toBeLessThan(9000);
  expect(status.problem).toContain(`stopped after ${status.packets} packets`);
});

test("What can't be read, as a folder, is said to be so", async () => {
  const fail = () => Promise.reject(new Error("It is a folder."));
  const folder = {
    name: "traces",
    size: 4096,
    slice: () => ({ arrayBuffer: fail }),
    stream: () => new ReadableStream<Uint8Array>({ pull: fail }),
  };
  const reading = await FileReading.open(folder, { version: "", catalog: undefined });
  await reading.run();
  expect(await reading.session.status()).toMatchObject({
    state: "failed",
    problem: "traces: It is a folder.",
  });
});

test("The timeline has the whole of a file, whatever time it spans", async () => {
  const session = await read(capture(9000));
  const timeline = await session.timeline({
    range: EVERYTHING,
    filter: "",
    by: "total",
    step: undefined,
  });
  expect(timeline.packets.reduce((sum, packets) => sum + packets, 0)).toBe(9000);
  expect(timeline.step).toBeGreaterThan(1);
});
