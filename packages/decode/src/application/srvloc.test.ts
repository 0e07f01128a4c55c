import { describe, expect, test } from "vitest";
import { ascii, readSamples, readsAnything, type Sample } from "./application-protocol.contract.ts";
import { SRVLOC_PROTOCOL } from "./srvloc.ts";

const number = (value: number): number[] => [value >> 8, value & 0xff];
const text = (value: string): number[] => [...number(value.length), ...ascii(value)];

/** A message of version 2, built by hand after RFC 2608 §8. */
function message(id: number, ...body: number[]): Sample {
  const length = 16 + body.length;
  const head = [2, id, 0, ...number(length), 0x20, 0, 0, 0, 0, ...number(0xbd09), ...text("en")];
  return { transport: "udp", from: 50_000, to: 427, payload: Uint8Array.from([...head, ...body]) };
}

const SAMPLES = {
  request: message(
    1,
    ...text(""),
    ...text("service:printer"),
    ...text("DEFAULT"),
    ...text(""),
    ...text(""),
  ),
  reply: message(
    2,
    ...number(0),
    ...number(1),
    0,
    ...number(60),
    ...text("service:printer://a"),
    0,
  ),
  advertisement: message(
    8,
    ...number(0),
    ...[0x5c, 0x58, 0xf8, 0x80],
    ...text("service:directory-agent://10.0.0.1"),
    ...text("DEFAULT"),
    ...text(""),
    ...text(""),
  ),
} as const;

describe("Messages", () => {
  test("A request for a service", () => {
    const { texts, column, info } = readSamples(SAMPLES.request);
    expect([column, info]).toEqual(["SRVLOC", "Service Request, V2 XID - 48393"]);
    expect(texts("srvloc.srvreq.srvtypelist")).toEqual(["service:printer"]);
    expect(texts("srvloc.srvreq.scopelist")).toEqual(["DEFAULT"]);
    expect(texts("srvloc.flags_v2.reqmulti")).toEqual(["1"]);
    expect(texts("srvloc.langtag")).toEqual(["en"]);
  });

  test("A reply has URLs", () => {
    const { texts } = readSamples(SAMPLES.reply);
    expect(texts("srvloc.errv2")).toEqual(["0"]);
    expect(texts("srvloc.url.url")).toEqual(["service:printer://a"]);
    expect(texts("srvloc.url.lifetime")).toEqual(["60"]);
  });

  test("A directory agent says when it started", () => {
    const { texts } = readSamples(SAMPLES.advertisement);
    expect(texts("srvloc.daadvert.timestamp")).toEqual(["Feb  5, 2019 02:44:16.000000000 UTC"]);
    expect(texts("srvloc.daadvert.url")).toEqual(["service:directory-agent://10.0.0.1"]);
  });
});

readsAnything(SRVLOC_PROTOCOL, Object.values(SAMPLES));
