import { expect, test } from "vitest";
import { countedAs, PROTOCOL_COUNT, Protocol } from "./protocol.ts";
import { protocolInfo } from "./protocol-info.ts";

test("every code point has a name, and numbers beyond the table have that of the unknown", () => {
  expect(protocolInfo(PROTOCOL_COUNT)).toBe(protocolInfo(Protocol.Unknown));
  const codes = Object.values(Protocol);
  expect(Math.max(...codes)).toBe(PROTOCOL_COUNT - 1);
  expect(codes.filter((code) => code !== 0 && protocolInfo(code).name === "Unknown")).toEqual([]);
});

test("protocols that are counted apart have names of their own", () => {
  const counted = Object.values(Protocol).filter((code) => countedAs(code) === code);
  const names = counted.map((code) => protocolInfo(code).name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
