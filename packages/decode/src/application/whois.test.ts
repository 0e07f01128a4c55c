import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Dissector } from "../stream/dissector.ts";
import {
  ascii,
  asciiHex,
  packetsOf,
  readSamples,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { WHOIS_PROTOCOL } from "./whois.ts";

const ANSWER = "% IANA WHOIS server\n\ndomain: EXAMPLE.COM\r\n";

const MESSAGES: readonly ExpectedMessage[] = [
  {
    name: "A line asks",
    transport: "tcp",
    from: 44_188,
    to: 43,
    hex: asciiHex("example.com\r\n"),
    fields: { "whois.query": ["example.com\\r\\n"] },
    layers: "whois",
    protocol: "WHOIS",
    info: "Query: example.com",
  },
];

readsMessages("WHOIS", WHOIS_PROTOCOL, MESSAGES);

const ASKED: Sample = {
  transport: "tcp",
  from: 44_188,
  to: 43,
  payload: ascii("example.com\r\n"),
};
const ANSWERED: Sample = { transport: "tcp", from: 43, to: 44_188, payload: ascii(ANSWER) };

describe("An answer", () => {
  test("waits for the connection's end, and says meanwhile what was asked", () => {
    const { info, protocols } = readSamples(ASKED, ANSWERED);
    expect(info).toBe("Answer: example.com [TCP segment of a reassembled PDU]");
    expect(protocols).toBe("raw:ip:tcp");
  });

  test("says what it begins with where the question was not captured", () => {
    expect(readSamples(ANSWERED).info).toBe(
      "Answer: % IANA WHOIS server [TCP segment of a reassembled PDU]",
    );
  });

  test("is read line by line when the server closes", () => {
    const FIN_ACK = 0x11;
    const packets = packetsOf([ASKED, ANSWERED, { ...ANSWERED, payload: new Uint8Array(0) }]);
    const last = packets.at(-1)!;
    last.view.setUint8(last.transportStart + 13, FIN_ACK);
    last.tcpFlags = FIN_ACK;
    const dissector = new Dissector();
    const layers = packets.map((packet) => dissector.dissect(packet)).at(-1)!;
    expect(columnsOf(layers).info).toBe("Answer: example.com");
    expect(fieldTexts(layers, "whois.answer")).toEqual([
      "% IANA WHOIS server\\n",
      "\\n",
      "domain: EXAMPLE.COM\\r\\n",
    ]);
    expect(fieldTexts(layers, "whois.answer_to")).toEqual(["1"]);
  });

  readsAnything(WHOIS_PROTOCOL, [ASKED, ANSWERED]);
});
