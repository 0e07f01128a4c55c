/** libpcap without a memory stream, as on Windows: the same packets, one call each. */
import { createSocket } from "node:dgram";
import { PacketBatch } from "@wirescope/pcap";
import { expect, test } from "vitest";
import { loadLibpcap } from "../../packages/capture/src/libpcap/native.ts";
import { openLibpcap } from "../../packages/capture/src/libpcap/open.ts";
import { packetSink } from "../../packages/capture/src/libpcap/packet-sink.ts";
import { whyNoLiveTests } from "../requirements.ts";

/** Loopback is shared with other test processes. */
const PORT = 20_000 + (process.pid % 20_000);

test.skipIf(whyNoLiveTests() !== undefined)("both sinks hand out the same packets", async () => {
  const libpcap = loadLibpcap();
  const [stream, single] = [libpcap, { ...libpcap, pcap_dump_fopen: undefined }].map((calls) => {
    const handle = openLibpcap({
      interface: "lo",
      snapLength: 60,
      promiscuous: false,
      filter: `udp dst port ${PORT}`,
      bufferLength: 0,
      backend: "libpcap",
    });
    const sink = packetSink({
      libpcap: calls,
      handle: handle.address,
      linkType: 1,
      snapLength: 60,
      nanoseconds: handle.nanoseconds,
    });
    return { sink, handle };
  });
  const socket = createSocket("udp4");
  for (let length = 1; length <= 40; length += 1) {
    await new Promise((sent) => socket.send(Buffer.alloc(length), PORT, "127.0.0.1", sent));
  }
  socket.close();

  const received = [stream!, single!].map(({ sink }) => {
    const batch = new PacketBatch(64);
    const rows: { readonly content: unknown; readonly time: number }[] = [];
    const deadline = performance.now() + 10_000;
    while (rows.length < 40 && performance.now() < deadline) {
      sink.take(batch);
      for (let row = 0; row < batch.count; row += 1) {
        const start = batch.start[row]!;
        rows.push({
          content: {
            bytes: [...batch.bytes.subarray(start, start + batch.capturedLength[row]!)],
            original: batch.originalLength[row],
            linkType: batch.linkType[row],
          },
          time: batch.seconds[row]! + batch.nanoseconds[row]! / 1e9,
        });
      }
    }
    return rows;
  });
  const [streamed, called] = received;
  expect(streamed).toHaveLength(40);
  expect(called!.map((row) => row.content)).toEqual(streamed!.map((row) => row.content));
  called!.forEach((row, index) => {
    expect(row.time).toBeCloseTo(streamed![index]!.time, 1);
  });

  for (const { sink, handle } of [stream!, single!]) {
    sink.close();
    libpcap.pcap_close(handle.address);
  }
});
