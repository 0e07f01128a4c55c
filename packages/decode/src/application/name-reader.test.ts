import { describe, expect, test } from "vitest";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { NameReader } from "./name-reader.ts";
import type { NameSink } from "./names.ts";
import {
  clientHello,
  datagramRecord,
  EXAMPLE_CIPHERS,
  fragment,
  serverName,
} from "./tls-messages.contract.ts";

const HELLO = clientHello(EXAMPLE_CIPHERS, serverName("www.example.org"), { cookie: [] });

function datagram(from: number, to: number): Packet {
  const payload = datagramRecord(22, fragment(1, HELLO, { from, to }));
  const packet = new Packet();
  packet.view = new DataView(payload.buffer);
  packet.end = payload.length;
  packet.payloadEnd = payload.length;
  packet.payloadLength = payload.length;
  packet.protocol = Protocol.Dtls;
  return packet;
}

function collect(names: string[]): NameSink {
  return { flowName: (name) => names.push(name), addressName: () => undefined };
}

describe("A hello over several datagrams", () => {
  test("It is put together for each flow by itself", () => {
    const reader = new NameReader();
    const names: string[] = [];
    reader.read(datagram(0, 40), 1, collect(names));
    reader.read(datagram(40, HELLO.length), 2, collect(names));
    expect(names).toEqual([]);
    expect(reader.held).toBe(2);
    reader.read(datagram(40, HELLO.length), 1, collect(names));
    expect(names).toEqual(["www.example.org"]);
    expect(reader.held).toBe(1);
  });

  test("A flow that has ended is forgotten", () => {
    const reader = new NameReader();
    const names: string[] = [];
    reader.read(datagram(0, 40), 1, collect(names));
    reader.forget(1);
    reader.read(datagram(40, HELLO.length), 1, collect(names));
    expect(names).toEqual([]);
  });

  test("A whole hello leaves nothing behind", () => {
    const reader = new NameReader();
    const names: string[] = [];
    reader.read(datagram(0, HELLO.length), 1, collect(names));
    expect(names).toEqual(["www.example.org"]);
    expect(reader.held).toBe(0);
  });

  test("A flood of flows costs no more than a fixed number of them", () => {
    const reader = new NameReader();
    for (let flow = 0; flow < 10_000; flow += 1) reader.read(datagram(0, 40), flow, collect([]));
    expect(reader.held).toBe(128);
  });
});
