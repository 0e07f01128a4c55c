import { expect, test } from "vitest";
import { openCapture } from "./open.ts";

const OPTIONS = {
  interface: "lo",
  snapLength: 96,
  promiscuous: false,
  filter: "",
  bufferLength: 0,
  backend: undefined,
};

test.for([
  ["no snap length", { snapLength: 0 }],
  ["a snap length beyond libpcap's", { snapLength: 262_145 }],
  ["half an octet", { snapLength: 1.5 }],
  ["a negative buffer", { bufferLength: -1 }],
  ["a buffer beyond 1 GiB", { bufferLength: 2 ** 30 + 1 }],
] as const)("%s is refused before anything is opened", async ([, options]) => {
  await expect(openCapture({ ...OPTIONS, ...options })).rejects.toMatchObject({
    code: "CAPTURE_BAD_OPTION",
  });
});
