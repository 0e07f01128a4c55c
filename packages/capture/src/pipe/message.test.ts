/** Messages of dumpcap 4.0.17 and tcpdump 4.99.3, as they printed them. */
import { describe, expect, test } from "vitest";
import { droppedCounts, endFailure, startFailure } from "./message.ts";

function failure(program: string, message: string, filter = "") {
  return { program, interfaceName: "eth0", filter, message, interfaceNames: ["eth0", "lo"] };
}

describe("startFailure", () => {
  test.for([
    [
      "tcpdump",
      "tcpdump: eth0: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)",
      "",
      "CAPTURE_NO_PERMISSION",
    ],
    [
      "dumpcap",
      "Capturing on 'eth0'\ndumpcap: You do not have permission to capture on device \"eth0\".",
      "",
      "CAPTURE_NO_PERMISSION",
    ],
    [
      "tcpdump",
      "tcpdump: eth0: No such device exists\n(No such device exists)",
      "",
      "CAPTURE_NO_INTERFACE",
    ],
    [
      "dumpcap",
      "Capturing on 'eth0'\ndumpcap: There is no device named \"eth0\".\n(No such device exists)",
      "",
      "CAPTURE_NO_INTERFACE",
    ],
    ["tcpdump", "tcpdump: eth0: That device is not up", "udp", "CAPTURE_INTERFACE_DOWN"],
    ["tcpdump", "tcpdump: something else", "", "CAPTURE_FAILED"],
    ["dumpcap", "", "", "CAPTURE_FAILED"],
  ] as const)("%s: %s", ([program, message, filter, code]) => {
    expect(startFailure(failure(program, message, filter)).code).toBe(code);
  });

  test.for([
    ["tcpdump", "tcpdump: can't parse filter expression: syntax error"],
    [
      "dumpcap",
      "dumpcap: Invalid capture filter \"udp foo\" for interface 'lo'.\n\nThat string isn't a valid capture filter (can't parse filter expression: syntax error).\nSee the User's Guide for a description of the capture filter syntax.",
    ],
  ] as const)("libpcap's words are kept: %s", ([program, message]) => {
    expect(startFailure(failure(program, message, "udp foo"))).toMatchObject({
      code: "CAPTURE_BAD_FILTER",
      message:
        'The capture filter "udp foo" is not valid: can\'t parse filter expression: syntax error.',
    });
  });
});

describe("endFailure", () => {
  test("an interface that went away is told apart", () => {
    const message = "tcpdump: listening on eth0\ntcpdump: pcap_loop: The interface disappeared";
    expect(endFailure(failure("tcpdump", message)).code).toBe("CAPTURE_INTERFACE_GONE");
  });

  test("anything else is quoted", () => {
    const message =
      "tcpdump: listening on eth0\ntcpdump: pcap_loop: out of cheese\n0 packets captured";
    expect(endFailure(failure("tcpdump", message)).message).toContain("out of cheese");
  });
});

describe("droppedCounts", () => {
  test.for([
    [
      "dumpcap",
      "Packets received/dropped on interface 'eth0': 50/7 (pcap:4/dumpcap:1/flushed:0/ps_ifdrop:2) (87.7%)",
      { kernelDropped: 5, interfaceDropped: 2 },
    ],
    [
      "tcpdump",
      "3 packets captured\n9 packets received by filter\n6 packets dropped by kernel\n1 packet dropped by interface",
      { kernelDropped: 6, interfaceDropped: 1 },
    ],
    [
      "tcpdump without a count of the interface",
      "1 packet dropped by kernel",
      { kernelDropped: 1, interfaceDropped: 0 },
    ],
    ["nothing", "tcpdump: listening on eth0", undefined],
  ] as const)("%s", ([, message, expected]) => {
    expect(droppedCounts(message)).toEqual(expected);
  });
});
