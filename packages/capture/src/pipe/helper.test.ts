import { expect, test } from "vitest";
import type { CaptureOptions } from "../source.ts";
import { helperArguments } from "./helper.ts";

const OPTIONS: CaptureOptions = {
  interface: "eth0",
  snapLength: 96,
  promiscuous: true,
  filter: "",
  bufferLength: 0,
  backend: "pipe",
};

test("dumpcap writes to its standard output and stays silent", () => {
  expect(helperArguments("dumpcap", OPTIONS)).toEqual(["-i", "eth0", "-w", "-", "-s", "96", "-q"]);
});

test("dumpcap takes the buffer in MiB and the filter as one word", () => {
  const words = helperArguments("dumpcap", {
    ...OPTIONS,
    promiscuous: false,
    filter: " tcp port 80 ",
    bufferLength: 4 * 2 ** 20,
  });
  expect(words.slice(6)).toEqual(["-p", "-B", "4", "-q", "-f", "tcp port 80"]);
});

test("tcpdump takes the buffer in KiB, and a filter is never an option", () => {
  const words = helperArguments("tcpdump", { ...OPTIONS, filter: "-x", bufferLength: 65_536 });
  expect(words).toContain("-U");
  expect(words.slice(words.indexOf("-B"), words.indexOf("-B") + 2)).toEqual(["-B", "64"]);
  expect(words.slice(-2)).toEqual(["--", "-x"]);
});
