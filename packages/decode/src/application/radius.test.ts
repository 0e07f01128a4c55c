import { describe, expect, test } from "vitest";
import { octets, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { RADIUS_PROTOCOL } from "./radius.ts";

const NONCE = "0123456789abcdef0123456789abcdef";

/** Built by hand after RFC 2865 §3 and §5, and RFC 3579 §3.1. */
const SAMPLES = {
  request: {
    transport: "udp",
    from: 50_000,
    to: 1812,
    payload: octets(`01 67 0037 ${NONCE}
      01 07 7374657665 04 06 c0000201 05 06 0000001a 1a 0a 00000009 01 04 6162 02 06 01020304`),
  },
  accept: {
    transport: "udp",
    from: 1812,
    to: 50_000,
    payload: octets(`02 67 0023 ${NONCE} 08 06 0a000001 12 09 57656c636f6d65`),
  },
  eap: {
    transport: "udp",
    from: 50_000,
    to: 1812,
    payload: octets(`01 68 001d ${NONCE} 4f 04 0201 4f 05 000501`),
  },
} as const;

describe("Messages", () => {
  test("A request with its attributes", () => {
    const { texts, column, info } = readSamples(SAMPLES.request);
    expect([column, info]).toEqual(["RADIUS", "Access-Request id=103"]);
    expect(texts("radius.User_Name")).toEqual(["steve"]);
    expect(texts("radius.NAS_IP_Address")).toEqual(["192.0.2.1"]);
    expect(texts("radius.NAS_Port")).toEqual(["26"]);
    expect(texts("radius.avp.vendor_id")).toEqual(["9"]);
    expect(texts("radius.avp.type")).toEqual(["1", "4", "5", "26", "2"]);
  });

  test("An answer names its request", () => {
    const { texts, info } = readSamples(SAMPLES.request, SAMPLES.accept);
    expect(info).toBe("Access-Accept id=103");
    expect(texts("radius.Reply_Message")).toEqual(["Welcome"]);
    expect(texts("radius.reqframe")).toEqual(["1"]);
    expect(texts("radius.time")).toEqual(["1.000000000"]);
  });

  test("The same request again is a duplicate", () => {
    const { texts, info } = readSamples(SAMPLES.request, SAMPLES.request);
    expect(info).toBe("Access-Request id=103, Duplicate Request");
    expect(texts("radius.req.dup")).toEqual(["1"]);
  });

  test("EAP is put together from its attributes", () => {
    const { protocols, column } = readSamples(SAMPLES.eap);
    expect(protocols).toBe("raw:ip:udp:radius:eap");
    expect(column).toBe("RADIUS");
  });
});

readsAnything(RADIUS_PROTOCOL, Object.values(SAMPLES));
