import { expect, test } from "vitest";
import { LITTLE_ENDIAN } from "../byte-order.ts";
import { acceptProgram } from "./filter-program.ts";

test("the program without a filter is one return of the snap length", () => {
  const program = acceptProgram(96);
  const view = new DataView(program.buffer);
  expect(program.length).toBe(8);
  expect(view.getUint16(0, LITTLE_ENDIAN)).toBe(0x06);
  expect(view.getUint16(2)).toBe(0);
  expect(view.getUint32(4, LITTLE_ENDIAN)).toBe(96);
});
