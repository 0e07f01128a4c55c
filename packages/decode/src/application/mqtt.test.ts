import { type ExpectedMessage, readsMessages } from "./expected-message.contract.ts";
import { MQTT_PROTOCOL } from "./mqtt.ts";

const CONNECT_5 = {
  from: 40_000,
  to: 1883,
  hex: "1027 0004 4d515454 05 ce 003c 05 11 0000000a 0003 616263 00 0002 7774 0002 776d 0003 757372 0002 7077",
};

function message(name: string, hex: string, rest: Partial<ExpectedMessage>): ExpectedMessage {
  return {
    name,
    transport: "tcp",
    from: 40_000,
    to: 1883,
    hex,
    layers: "mqtt",
    protocol: "MQTT",
    info: "",
    ...rest,
  };
}

readsMessages("MQTT", MQTT_PROTOCOL, [
  message("A client of 3.1.1 connects", "100f 0004 4d515454 04 02 003c 0003 636964", {
    fields: {
      "mqtt.protoname": ["MQTT"],
      "mqtt.ver": ["4"],
      "mqtt.conflag.cleansess": ["1"],
      "mqtt.kalive": ["60"],
      "mqtt.clientid": ["cid"],
      "mqtt.len": ["15"],
    },
    info: "Connect Command",
  }),
  message("A client of 5 connects with a will and a password", CONNECT_5.hex, {
    fields: {
      "mqtt.property_id": ["0x11"],
      "mqtt.prop_number": ["10"],
      "mqtt.willtopic": ["wt"],
      "mqtt.willmsg": ["776d"],
      "mqtt.username": ["usr"],
      "mqtt.passwd": ["pw"],
    },
    info: "Connect Command",
  }),
  message("A refusal to a client of 3.1.1", "2002 0105", {
    from: 1883,
    to: 40_000,
    fields: { "mqtt.conack.val": ["5"], "mqtt.conack.flags.sp": ["1"] },
    info: "Connect Ack",
  }),
  message(
    "A message of 5 with properties",
    "331d 0003 612f62 0007 10 03 0003 742f70 26 0001 6b 0001 76 0b 8101 68656c6c6f",
    {
      before: [CONNECT_5],
      fields: {
        "mqtt.topic": ["a/b"],
        "mqtt.msgid": ["7"],
        "mqtt.qos": ["1"],
        "mqtt.property.content_type": ["t/p"],
        "mqtt.prop_key": ["k"],
        "mqtt.prop_number": ["129"],
        "mqtt.msg": ["68656c6c6f"],
      },
      info: "Publish Message (id=7) [a/b]",
    },
  ),
  message("A subscription in 5", "820d 0009 00 0003 782f23 2d 0001 79 01", {
    before: [CONNECT_5],
    fields: {
      "mqtt.topic": ["x/#", "y"],
      "mqtt.subscription_options_nl": ["1", "0"],
      "mqtt.subscription_options_qos": ["1", "1"],
    },
    info: "Subscribe Request (id=9) [x/#] [y]",
  }),
  message("A subscription in 3.1.1", "8206 0001 0001 74 01", {
    fields: { "mqtt.sub.qos": ["1"] },
    info: "Subscribe Request (id=1) [t]",
  }),
  message("A subscription granted", "9003 0001 01", {
    from: 1883,
    to: 40_000,
    fields: { "mqtt.suback.qos": ["1"] },
    info: "Subscribe Ack (id=1)",
  }),
  message("A ping", "c000", { fields: { "mqtt.msgtype": ["12"] }, info: "Ping Request" }),
  message("A client of 5 that leaves with its will", "e002 04 00", {
    before: [CONNECT_5],
    fields: { "mqtt.disconnect.reason_code": ["4"] },
    info: "Disconnect Req",
  }),
]);
