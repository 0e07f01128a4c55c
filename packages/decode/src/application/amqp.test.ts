import { AMQP_PROTOCOL } from "./amqp.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";

function frame(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 5672,
    hex,
    layers: "amqp",
    protocol: "AMQP",
    info: "",
    ...rest,
  };
}

const HEADER =
  "02 0001 0000001f 003c 0000 0000000000000002 8000 10 6170706c69636174696f6e2f6a736f6e ce";

readsMessages("AMQP", AMQP_PROTOCOL, [
  frame("A client names its version", "414d5150 00000901", {
    fields: {
      "amqp.init.protocol": ["AMQP"],
      "amqp.init.version_minor": ["9"],
      "amqp.init.version_revision": ["1"],
    },
    info: "Protocol-Header 0-0-9-1 ",
  }),
  frame("A virtual host is opened", "01 0000 00000008 000a 0028 01 2f 00 00 ce", {
    fields: {
      "amqp.type": ["1"],
      "amqp.method.class": ["10"],
      "amqp.method.method": ["40"],
      "amqp.method.arguments.virtual_host": ["/"],
      "amqp.method.arguments.insist": ["0"],
    },
    info: "Connection.Open vhost=/ ",
  }),
  frame("A message is published", "01 0001 00000010 003c 0028 0000 02 6178 05 68656c6c6f 01 ce", {
    fields: {
      "amqp.channel": ["1"],
      "amqp.method.arguments.exchange": ["ax"],
      "amqp.method.arguments.routing_key": ["hello"],
      "amqp.method.arguments.mandatory": ["1"],
      "amqp.method.arguments.immediate": ["0"],
    },
    info: "Basic.Publish x=ax rk=hello ",
  }),
  frame("A heartbeat", "08 0000 00000000 ce", {
    fields: { "amqp.type": ["8"], "amqp.length": ["0"] },
    info: "Heartbeat ",
  }),
  frame("The body of JSON that a header announced", "03 0001 00000002 7b7d ce", {
    before: [
      {
        from: 40_000,
        to: 5672,
        hex: "01 0001 00000010 003c 0028 0000 02 6178 05 68656c6c6f 01 ce",
      },
      { from: 40_000, to: 5672, hex: HEADER },
    ],
    fields: { "amqp.payload": ["7b7d"] },
    layers: "amqp:json",
    protocol: "AMQP/JSON",
    info: "Content-Body , JavaScript Object Notation (application/json)",
  }),
  frame("A connection of 1.0 is opened", "414d5150 00010000", {
    fields: { "amqp.init.version_major": ["1"] },
    info: "Protocol-Header 1-0-0 ",
  }),
]);
