import { describe, expect, test } from "vitest";
import { ascii, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { WS_DISCOVERY_PROTOCOL } from "./ws-discovery.ts";

/** Built by hand after the examples of OASIS WS-Discovery 1.1, §4.1 and §5.3. */
const MATCH = `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>
<a:Action>http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/ProbeMatches</a:Action>
<a:MessageID>urn:uuid:1</a:MessageID><a:RelatesTo>urn:uuid:0</a:RelatesTo></s:Header><s:Body>
<d:ProbeMatch><a:Address>urn:uuid:98190dc2</a:Address><d:Types>i:Printer</d:Types><d:Empty/>
<d:XAddrs>http://prn/printer</d:XAddrs></d:ProbeMatch></s:Body></s:Envelope>`;

const SAMPLES = {
  match: { transport: "udp", from: 3702, to: 50_000, payload: ascii(MATCH) },
} as const;

describe("Messages", () => {
  test("An answer to a search", () => {
    const { texts, column, info } = readSamples(SAMPLES.match);
    expect([column, info]).toEqual(["WS-Discovery", "ProbeMatches, i:Printer"]);
    expect(texts("wsd.address")).toEqual(["urn:uuid:98190dc2"]);
    expect(texts("wsd.types")).toEqual(["i:Printer"]);
    expect(texts("wsd.xaddrs")).toEqual(["http://prn/printer"]);
    expect(texts("wsd.relates_to")).toEqual(["urn:uuid:0"]);
  });
});

readsAnything(WS_DISCOVERY_PROTOCOL, Object.values(SAMPLES));
