import { expect, test } from "vitest";
import { ascii, readSamples, readsAnything } from "./application-protocol.contract.ts";
import { DROPBOX_LAN_PROTOCOL } from "./dropbox-lan.ts";

const SAMPLES = {
  json: {
    transport: "udp",
    from: 17_500,
    to: 17_500,
    payload: ascii('{"host_int": 1, "version": [2, 0], "displayname": "", "port": 17500}'),
  },
  text: { transport: "udp", from: 17_500, to: 17_500, payload: ascii("host=1") },
} as const;

test("An announcement in JSON", () => {
  const { protocols, column } = readSamples(SAMPLES.json);
  expect(protocols).toBe("raw:ip:udp:db-lsp-disc:json");
  expect(column).toBe("DB-LSP-DISC/JSON");
});

test("Anything else is text", () => {
  const { column, texts } = readSamples(SAMPLES.text);
  expect(column).toBe("DB-LSP-DISC");
  expect(texts("db-lsp.text")).toEqual(["host=1"]);
});

readsAnything(DROPBOX_LAN_PROTOCOL, Object.values(SAMPLES));
