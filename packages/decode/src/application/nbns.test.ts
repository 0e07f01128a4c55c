import { describe, expect, test } from "vitest";
import { asciiHex, octets, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { NBNS_PROTOCOL } from "./nbns.ts";

const ENCODED = `20 ${asciiHex("EHFFFCFFCACACACACACACACACACACAAA")} 00`;

/** Built by hand after RFC 1002 §4.2. */
const SAMPLES = {
  query: {
    transport: "udp",
    from: 137,
    to: 137,
    payload: octets(`895b 0110 0001 0000 0000 0000 ${ENCODED} 0020 0001`),
  },
  registration: {
    transport: "udp",
    from: 137,
    to: 137,
    payload: octets(
      `895a 2910 0001 0000 0000 0001 ${ENCODED} 0020 0001 c00c 0020 0001 000493e0 0006 8000 c0a864ce`,
    ),
  },
  response: {
    transport: "udp",
    from: 137,
    to: 137,
    payload: octets(
      `8486 8500 0000 0001 0000 0000 ${ENCODED} 0020 0001 000493e0 0006 0000 0a000418`,
    ),
  },
  status: {
    transport: "udp",
    from: 137,
    to: 137,
    payload: octets(`20a8 8400 0000 0001 0000 0000
      20 434b ${"41".repeat(30)} 00 0021 0001 00000000 0041 01
      47554e4e4152202020202020202020 20 0400 001cc410790f ${"00".repeat(40)}`),
  },
} as const;

describe("Messages", () => {
  test("A query asks for a name", () => {
    const { texts, info, column } = readSamples(SAMPLES.query);
    expect([column, info]).toEqual(["NBNS", "Name query NB GURU<00>"]);
    expect(texts("nbns.name")).toEqual(["GURU<00>"]);
    expect(texts("nbns.flags.broadcast")).toEqual(["1"]);
    expect(texts("nbns.flags.opcode")).toEqual(["0"]);
  });

  test("A registration gives an address in an additional record", () => {
    const { texts, info } = readSamples(SAMPLES.registration);
    expect(info).toBe("Registration NB GURU<00>");
    expect(texts("nbns.addr")).toEqual(["192.168.100.206"]);
    expect(texts("nbns.nb_flags.group")).toEqual(["1"]);
    expect(texts("nbns.ttl")).toEqual(["300000"]);
  });

  test("A response names its addresses", () => {
    const { texts, info } = readSamples(SAMPLES.response);
    expect(info).toBe("Name query response NB 10.0.4.24");
    expect(texts("nbns.name")).toEqual(["GURU<00> (Workstation/Redirector)"]);
  });

  test("A node's status lists its names and its hardware address", () => {
    const { texts } = readSamples(SAMPLES.status);
    expect(texts("nbns.number_of_names")).toEqual(["1"]);
    expect(texts("nbns.netbios_name")).toEqual(["GUNNAR"]);
    expect(texts("nbns.name_flags.act")).toEqual(["1"]);
    expect(texts("nbns.unit_id")).toEqual(["00:1c:c4:10:79:0f"]);
    expect(texts("nbns.num_good_sends")).toEqual(["0"]);
  });

  test("A name with letters beyond P is said to be malformed", () => {
    const payload = SAMPLES.query.payload.slice();
    payload[14] = 0x61;
    const { info } = readSamples({ ...SAMPLES.query, payload });
    expect(info).toMatch(/^Name query NB Illegal NetBIOS name \(2nd character/);
  });
});

readsAnything(NBNS_PROTOCOL, Object.values(SAMPLES));
