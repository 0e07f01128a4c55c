import { expect, test } from "vitest";
import { PROTOCOL_COUNT, Protocol } from "./protocol.ts";
import { protocolInfo } from "./protocol-info.ts";

test("every code point has a name, and no name is shared by the table's end", () => {
  expect(protocolInfo(PROTOCOL_COUNT)).toBe(protocolInfo(Protocol.Unknown));
  const codes = Object.values(Protocol);
  expect(Math.max(...codes)).toBe(PROTOCOL_COUNT - 1);
  expect(codes.filter((code) => code !== 0 && protocolInfo(code).name === "Unknown")).toEqual([]);
});
