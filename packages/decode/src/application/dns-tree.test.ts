import { describe, expect, test } from "vitest";
import {
  octets,
  readSamples,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { DNS_PROTOCOL } from "./dns-tree.ts";

function sample(payload: string, from = 53, to = 50_000): Sample {
  return { transport: "udp", from, to, payload: octets(payload) };
}

/** A response to a question for the root with one record of `type`; built by hand after RFC 1035 §4. */
function record(type: number, data: string): Sample {
  const length = octets(data).length.toString(16).padStart(4, "0");
  const code = type.toString(16).padStart(4, "0");
  return sample(`1a2b 8180 0000 0001 0000 0000 01 61 00 ${code} 0001 0000003c ${length} ${data}`);
}

const QUERY = "1a2b 0100 0001 0000 0000 0000 076578616d706c65 03636f6d 00 0001 0001";
const ANSWER = `1a2b 8180 0001 0001 0000 0001 076578616d706c65 03636f6d 00 0001 0001
  c00c 0001 0001 0000003c 0004 5db8d822
  00 0029 04d0 00 00 8000 0014 000a0008 0102030405060708 00080004 0001 1800`;

const SAMPLES = {
  query: sample(QUERY, 50_000, 53),
  answer: sample(ANSWER),
  mdns: sample(
    "0000 8400 0000 0002 0000 0000 047072696e 056c6f63616c 00 0001 8001 00000078 0004 c0a80107" +
      "c00c 002f 8001 00000078 0008 c00c 0004 40000008",
    5353,
    5353,
  ),
  service: sample(
    "0000 8400 0000 0001 0000 0000 035f7878 045f746370 056c6f63616c 00 0021 8001 00000078 0008 0001 0002 0050 0161 00",
    5353,
    5353,
  ),
  llmnr: sample("1a2b 0500 0001 0000 0000 0000 0161 00 0001 0001", 50_000, 5355),
  update: sample("0001 2800 0001 0000 0000 0000 0161 00 0006 0001", 50_000, 53),
} as const;

const RECORDS: readonly (readonly [string, number, string, Readonly<Record<string, string[]>>])[] =
  [
    ["NS", 2, "026e73 00", { "dns.ns": ["ns"] }],
    [
      "SOA",
      6,
      "016d 00 0172 00 00000001 00000002 00000003 00000004 00000005",
      { "dns.soa.mname": ["m"], "dns.soa.rname": ["r"], "dns.soa.minimum_ttl": ["5"] },
    ],
    ["HINFO", 13, "0178 0379797a".replace("0178", "01 78"), { "dns.hinfo.os": ["yyz"] }],
    ["MX", 15, "000a 016d 00", { "dns.mx.preference": ["10"], "dns.mx.mail_exchange": ["m"] }],
    ["TXT", 16, "0161 026263", { "dns.txt": ["a", "bc"], "dns.txt.length": ["1", "2"] }],
    ["LOC", 29, "00 12 16 13 8cd4f00a 88d3d8c4 00989680", { "dns.loc.latitude": ["2362765322"] }],
    [
      "NAPTR",
      35,
      "0064 000a 0153 03534950 00 017200",
      { "dns.naptr.order": ["100"], "dns.naptr.service": ["SIP"], "dns.naptr.replacement": ["r"] },
    ],
    ["DS", 43, "0105 08 02 abcd", { "dns.ds.key_id": ["0x0105"], "dns.ds.digest": ["abcd"] }],
    ["SSHFP", 44, "04 02 abcd", { "dns.sshfp.fingerprint": ["abcd"] }],
    [
      "RRSIG",
      46,
      "0001 08 02 0000003c 5f5e1000 5f5e0f00 0105 0161 00 abcd",
      {
        "dns.rrsig.type_covered": ["1"],
        "dns.rrsig.signature_expiration": ["Sep 13, 2020 12:26:40.000000000 UTC"],
        "dns.rrsig.signers_name": ["a"],
        "dns.rrsig.signature": ["abcd"],
      },
    ],
    ["NSEC", 47, "0161 00 0001 40", { "dns.resp.type": ["47", "1"] }],
    [
      "DNSKEY",
      48,
      "0101 03 08 0102",
      {
        "dns.dnskey.flags.zone_key": ["1"],
        "dns.dnskey.flags.secure_entry_point": ["1"],
        "dns.dnskey.key_id": ["1291"],
        "dns.dnskey.public_key": ["0102"],
      },
    ],
    [
      "NSEC3",
      50,
      "01 01 000a 02 abcd 05 0123456789 0001 40",
      {
        "dns.nsec3.flags.opt_out": ["1"],
        "dns.nsec3.salt_value": ["abcd"],
        "dns.nsec3.hash_value": ["04HKAPS9"],
      },
    ],
    ["TLSA", 52, "03 01 01 abcd", { "dns.tlsa.certificate_usage": ["3"] }],
    [
      "HTTPS",
      65,
      "0001 00 0001 0003 02 6832 0003 0002 01bb 0004 0004 c0000201",
      {
        "dns.svcb.targetname": ["<Root>"],
        "dns.svcb.svcparam.alpn": ["h2"],
        "dns.svcb.svcparam.port": ["443"],
        "dns.svcb.svcparam.ipv4hint.ip": ["192.0.2.1"],
      },
    ],
    [
      "TSIG",
      250,
      "0161 00 000058000000 012c 0002 abcd 1a2b 0000 0000",
      {
        "dns.tsig.algorithm_name": ["a"],
        "dns.tsig.fudge": ["300"],
        "dns.tsig.original_id": ["6699"],
      },
    ],
    ["URI", 256, "0001 0002 687474703a", { "dns.srv.weight": ["2"], "dns.srv.target": ["http:"] }],
    [
      "CAA",
      257,
      "80 05 6973737565 6361",
      { "dns.caa.flags.issuer_critical": ["1"], "dns.caa.issue": ["ca"], "dns.caa.tag": ["issue"] },
    ],
    ["an unknown type", 4711, "abcd", { "dns.data": ["abcd"] }],
  ];

describe("Records", () => {
  test.for(RECORDS)("%s", ([, type, data, expected]) => {
    const { texts } = readSamples(record(type, data));
    for (const [field, values] of Object.entries(expected)) expect(texts(field)).toEqual(values);
  });
});

describe("Messages", () => {
  test("An answer names its query and says how long it took", () => {
    const { texts } = readSamples(SAMPLES.query, SAMPLES.answer);
    expect(texts("dns.response_to")).toEqual(["1"]);
    expect(texts("dns.time")).toEqual(["1.000000000"]);
  });

  test("A query that is sent again within five seconds is told, and so is its answer", () => {
    const again = readSamples(SAMPLES.query, SAMPLES.query);
    expect(again.texts("dns.retransmit_request_in")).toEqual(["1"]);
    const answers = readSamples(SAMPLES.query, SAMPLES.answer, SAMPLES.answer);
    expect(answers.texts("dns.retransmit_response_in")).toEqual(["2"]);
    const late = Array.from({ length: 6 }, () => SAMPLES.mdns);
    expect(readSamples(SAMPLES.query, ...late, SAMPLES.query).texts("dns.retransmission")).toEqual(
      [],
    );
  });

  test("EDNS has fields of its own and options", () => {
    const { texts } = readSamples(SAMPLES.answer);
    expect(texts("dns.rr.udp_payload_size")).toEqual(["1232"]);
    expect(texts("dns.resp.z.do")).toEqual(["1"]);
    expect(texts("dns.opt.code")).toEqual(["10", "8"]);
    expect(texts("dns.opt.cookie.client")).toEqual(["0102030405060708"]);
    expect(texts("dns.opt.client.addr4")).toEqual(["0.0.0.0"]);
  });

  test("mDNS separates records by blanks and shows the next name of NSEC", () => {
    const { info, texts } = readSamples(SAMPLES.mdns);
    expect(info).toBe(
      "Standard query response 0x0000 A, cache flush 192.168.1.7 NSEC, cache flush prin.local",
    );
    expect(texts("dns.resp.type")).toEqual(["1", "47", "1", "28"]);
  });

  test("The owner of a service is shown in its parts", () => {
    const { texts } = readSamples(SAMPLES.service);
    expect(texts("dns.srv.service")).toEqual(["_xx"]);
    expect(texts("dns.srv.proto")).toEqual(["_tcp"]);
    expect(texts("dns.srv.name")).toEqual(["local"]);
  });

  test("LLMNR has two flags of its own, an update its own counts", () => {
    const llmnr = readSamples(SAMPLES.llmnr);
    expect(llmnr.texts("dns.flags.conflict")).toEqual(["1"]);
    expect(llmnr.texts("dns.flags.recdesired")).toEqual([]);
    expect(readSamples(SAMPLES.update).texts("dns.count.zones")).toEqual(["1"]);
  });
});

readsAnything(DNS_PROTOCOL, [
  ...Object.values(SAMPLES),
  ...RECORDS.map(([, t, d]) => record(t, d)),
]);
