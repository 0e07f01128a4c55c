import { AMQP_PROTOCOL } from "./amqp.ts";
import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";

const UP = { transport: "tcp", from: 40_000, to: 5672, layers: "amqp", protocol: "AMQP" } as const;
const DOWN = { ...UP, from: UP.to, to: UP.from };
const BEFORE = [{ ...UP, hex: "414d515000010000" }];
const SASL_BEFORE = [{ ...UP, hex: "414d515003010000" }];

/** An argument of a performative. */
function argument(name: string): string {
  return `amqp.performative.arguments.${name}`;
}

/* Made after the specification's types; values are those that tshark reads in the same octets. */
const MESSAGES: readonly ExpectedMessage[] = [
  {
    ...UP,
    name: "SASL comes first",
    hex: "414d515003010000",
    fields: { "amqp.init.id": ["3"], "amqp.init.version_major": ["1"] },
    info: "Protocol-Header 1-0-0 ",
  },
  {
    ...DOWN,
    name: "A server offers ways to tell who one is",
    before: SASL_BEFORE,
    hex: "0000002202010000005340c01501e01202a305504c41494e09414e4f4e594d4f5553",
    fields: { "amqp.sasl.method": ["64"], "amqp.sasl.mechanisms_sym": ["PLAIN", "ANONYMOUS"] },
    info: "sasl.mechanisms ",
  },
  {
    ...UP,
    name: "A client tells who it is",
    before: SASL_BEFORE,
    hex: "0000002202010000005341c01503a305504c41494ea0050061006263a104686f7374",
    fields: {
      "amqp.sasl.mechanism": ["PLAIN"],
      "amqp.sasl.initResponse": ["0061006263"],
      [argument("hostname")]: ["host"],
    },
    info: "sasl.init ",
  },
  {
    ...UP,
    name: "A connection is opened",
    before: BEFORE,
    hex: [
      "0000002b02000000005310c01e05a108636c69656e742d31a104686f737470000100006000ff7000",
      "007530",
    ].join(""),
    fields: {
      "amqp.performative": ["16"],
      [argument("containerId")]: ["client-1"],
      [argument("hostname")]: ["host"],
      [argument("maxFrameSize")]: ["65536"],
      [argument("channelMax")]: ["255"],
      [argument("idleTimeout")]: ["30000"],
    },
    info: "open ",
  },
  {
    ...UP,
    name: "What is null is left out",
    before: BEFORE,
    hex: "0000001d02000001005311c010054052017000000800700000080052ff",
    fields: {
      [argument("remoteChannel")]: [],
      [argument("nextOutgoingId")]: ["1"],
      [argument("incomingWindow")]: ["2048"],
      [argument("handleMax")]: ["255"],
    },
    info: "begin ",
  },
  {
    ...UP,
    name: "A link has a source and a target",
    before: BEFORE,
    hex: [
      "0000004802000001005312c03b0ba1046c696e6b434150025000005328c01205a105717565756543",
      "a3056e657665724342005329c00601a1036f75744042438000000000000003e8",
    ].join(""),
    fields: {
      [argument("name")]: ["link"],
      [argument("handle")]: ["0"],
      [argument("role")]: ["1"],
      [argument("sndSettleMode")]: ["2"],
      [argument("address.string")]: ["queue", "out"],
      "amqp.properties.expiryPolicy": ["never"],
      "amqp.properties.dynamic": ["0"],
      [argument("maxMessageSize")]: ["1000"],
    },
    info: "attach ",
  },
  {
    ...UP,
    name: "Credit",
    before: BEFORE,
    hex: "0000002302000001005313c0160a520170000008005201700000080043435264434242",
    fields: { [argument("linkCredit")]: ["100"], [argument("drain")]: ["0"] },
    info: "flow ",
  },
  {
    ...UP,
    name: "A message is sent",
    before: BEFORE,
    hex: [
      "0000005202000001005314c00a06435207a00131434242005370c00402415004005373c02307a104",
      "69642d3140a1057175657565a1047375626a4040a30a746578742f706c61696e005375a00568656c",
      "6c6f",
    ].join(""),
    fields: {
      [argument("deliveryId")]: ["7"],
      [argument("deliveryTag")]: ["31"],
      [argument("settled")]: ["0"],
      "amqp.message.durable": ["1"],
      "amqp.message.priority": ["4"],
      "amqp.message.messageId.string": ["id-1"],
      "amqp.message.to.string": ["queue"],
      "amqp.message.subject": ["subj"],
      "amqp.message.contentType": ["text/plain"],
      "amqp.data": ["68656c6c6f"],
    },
    info: "transfer ",
  },
  {
    ...DOWN,
    name: "A message is accepted",
    before: BEFORE,
    hex: "0000001802000001005315c00b0541520752074100532445",
    fields: { [argument("first")]: ["7"], [argument("last")]: ["7"], [argument("settled")]: ["1"] },
    info: "disposition ",
  },
  {
    ...DOWN,
    name: "A link ends for a reason",
    before: BEFORE,
    hex: [
      "0000003002000001005316c02303434100531dc01b02a30e616d71703a6e6f742d666f756e64a108",
      "6e6f207175657565",
    ].join(""),
    fields: {
      [argument("closed")]: ["1"],
      "amqp.error.condition": ["amqp:not-found"],
      "amqp.error.description": ["no queue"],
    },
    info: "detach ",
  },
  {
    ...UP,
    name: "An empty frame keeps the connection open",
    before: BEFORE,
    hex: "0000000802000000",
    fields: { "amqp.length": ["8"], "amqp.performative": [] },
    info: "(empty)",
  },
];

readsMessages("AMQP 1.0", AMQP_PROTOCOL, MESSAGES);
