import { describe, expect, test } from "vitest";
import { octets, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { COAP_PROTOCOL } from "./coap.ts";

/** Built by hand after RFC 7252 §3 and Appendix A. */
const SAMPLES = {
  request: {
    transport: "udp",
    from: 50_000,
    to: 5683,
    payload: octets("42 01 e91b 0790 b8 7365706172617465 43 613d31"),
  },
  response: {
    transport: "udp",
    from: 5683,
    to: 50_000,
    payload: octets("62 45 570f 0790 c1 32 ff 7b7d"),
  },
  empty: { transport: "udp", from: 50_000, to: 5683, payload: octets("60 00 e91b") },
  block: {
    transport: "udp",
    from: 5683,
    to: 50_000,
    payload: octets("60 45 570f d2 0a 01 1e ff 6869"),
  },
} as const;

describe("Messages", () => {
  test("A request with path and query", () => {
    const { texts, column, info } = readSamples(SAMPLES.request);
    expect(column).toBe("CoAP");
    expect(info).toBe("CON, MID:59675, GET, TKN:07 90, /separate?a=1");
    expect(texts("coap.opt.uri_path")).toEqual(["separate"]);
    expect(texts("coap.opt.uri_query")).toEqual(["a=1"]);
    expect(texts("coap.token")).toEqual(["0790"]);
  });

  test("A response is told with what was asked, by its token", () => {
    const { texts, protocols, info } = readSamples(SAMPLES.request, SAMPLES.response);
    expect(info).toBe("ACK, MID:22287, 2.05 Content, TKN:07 90, /separate?a=1");
    expect(protocols).toBe("raw:ip:udp:coap:json");
    expect(texts("coap.opt.ctype")).toEqual(["application/json"]);
    expect(texts("coap.response_to")).toEqual(["1"]);
  });

  test("An empty message and a block", () => {
    expect(readSamples(SAMPLES.empty).info).toBe("ACK, MID:59675, Empty Message");
    const { texts } = readSamples(SAMPLES.block);
    expect(texts("coap.opt.block_number")).toEqual(["17"]);
    expect(texts("coap.opt.block_mflag")).toEqual(["1"]);
    expect(texts("coap.opt.block_size")).toEqual(["6"]);
    expect(texts("data.data")).toEqual(["6869"]);
  });
});

readsAnything(COAP_PROTOCOL, Object.values(SAMPLES));
