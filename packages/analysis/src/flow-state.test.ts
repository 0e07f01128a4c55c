import { expect, test } from "vitest";
import { TCP } from "../test/frames.ts";
import { FlowState, firstTcpState, nextTcpState } from "./flow-state.ts";

const { Handshake, Established, Closing, Closed, Reset } = FlowState;

test.for([
  ["SYN", TCP.syn, Handshake],
  ["SYN and ACK", TCP.syn | TCP.ack, Handshake],
  ["data", TCP.ack | TCP.psh, Established],
  ["FIN", TCP.fin | TCP.ack, Closing],
  ["RST", TCP.rst, Reset],
] as const)("a connection that is first seen by its %s", ([, flags, state]) => {
  expect(firstTcpState(flags)).toBe(state);
});

test.for([
  ["SYN and ACK keep the handshake open", Handshake, TCP.syn | TCP.ack, false, false, Handshake],
  ["the originator's ACK ends it", Handshake, TCP.ack, false, true, Established],
  ["the responder's does not", Handshake, TCP.ack, false, false, Handshake],
  ["a FIN begins the end", Established, TCP.fin | TCP.ack, false, true, Closing],
  ["both FINs are the end", Closing, TCP.fin | TCP.ack, true, false, Closed],
  ["the last ACK changes nothing", Closed, TCP.ack, true, true, Closed],
  ["an ACK after one FIN changes nothing", Closing, TCP.ack, false, true, Closing],
  ["a RST resets", Established, TCP.rst, false, true, Reset],
  ["a RST resets what was closed", Closed, TCP.rst, true, true, Reset],
  ["nothing undoes a reset", Reset, TCP.ack, false, true, Reset],
] as const)("%s", ([, state, flags, bothClosed, fromOriginator, next]) => {
  expect(nextTcpState(state, flags, bothClosed, fromOriginator)).toBe(next);
});
