/** The methods of AMQP 0-9-1 and their arguments, from the specification's XML and its extensions. */

/**
 * How an argument is encoded, §4.2.5: octets, 16, 32 and 64 bits, one bit of a shared octet, a string
 * of up to 255 octets, one of up to 4 GiB, a field table.
 */
export type ArgumentType = "u8" | "u16" | "u32" | "u64" | "bit" | "short" | "long" | "table";

export interface Argument {
  /** Behind `amqp.method.arguments.`. */
  readonly name: string;
  readonly type: ArgumentType;
}

export interface Method {
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** Arguments that the packet list shows, each with its short name. */
  readonly shown: readonly (readonly [label: string, argument: string])[];
}

export interface MethodClass {
  readonly name: string;
  readonly methods: Readonly<Record<number, Method>>;
}

/** A method from `argument:type` words. */
function method(
  name: string,
  words = "",
  shown: readonly (readonly [label: string, argument: string])[] = [],
): Method {
  const args = words.split(" ").filter((word) => word !== "");
  return {
    name,
    arguments: args.map((word) => {
      const [argument, type] = word.split(":") as [string, ArgumentType];
      return { name: argument, type };
    }),
    shown,
  };
}

const QUEUE = [["q", "queue"]] as const;
const EXCHANGE = [["x", "exchange"]] as const;
const ROUTE = [
  ["x", "exchange"],
  ["rk", "routing_key"],
] as const;
const BINDING = [
  ["q", "queue"],
  ["x", "exchange"],
  ["bk", "routing_key"],
] as const;
const EXCHANGE_BINDING = [
  ["dx", "destination"],
  ["sx", "source"],
  ["bk", "routing_key"],
] as const;
const REPLY = [["reply", "reply_text"]] as const;

export const CLASSES: Readonly<Record<number, MethodClass>> = {
  10: {
    name: "Connection",
    methods: {
      10: method(
        "Start",
        "version_major:u8 version_minor:u8 server_properties:table mechanisms:long locales:long",
      ),
      11: method("Start-Ok", "client_properties:table mechanism:short response:long locale:short"),
      20: method("Secure", "challenge:long"),
      21: method("Secure-Ok", "response:long"),
      30: method("Tune", "channel_max:u16 frame_max:u32 heartbeat:u16"),
      31: method("Tune-Ok", "channel_max:u16 frame_max:u32 heartbeat:u16"),
      40: method("Open", "virtual_host:short capabilities:short insist:bit", [
        ["vhost", "virtual_host"],
      ]),
      41: method("Open-Ok", "known_hosts:short"),
      50: method("Close", "reply_code:u16 reply_text:short class_id:u16 method_id:u16", REPLY),
      51: method("Close-Ok"),
      60: method("Blocked", "reason:short"),
      61: method("Unblocked"),
    },
  },
  20: {
    name: "Channel",
    methods: {
      10: method("Open", "out_of_band:short"),
      11: method("Open-Ok", "channel_id:long"),
      20: method("Flow", "active:bit"),
      21: method("Flow-Ok", "active:bit"),
      40: method("Close", "reply_code:u16 reply_text:short class_id:u16 method_id:u16", REPLY),
      41: method("Close-Ok"),
    },
  },
  40: {
    name: "Exchange",
    methods: {
      10: method(
        "Declare",
        "ticket:u16 exchange:short type:short passive:bit durable:bit auto_delete:bit internal:bit nowait:bit arguments:table",
        EXCHANGE,
      ),
      11: method("Declare-Ok"),
      20: method("Delete", "ticket:u16 exchange:short if_unused:bit nowait:bit", EXCHANGE),
      21: method("Delete-Ok"),
      30: method(
        "Bind",
        "ticket:u16 destination:short source:short routing_key:short nowait:bit arguments:table",
        EXCHANGE_BINDING,
      ),
      31: method("Bind-Ok"),
      40: method(
        "Unbind",
        "ticket:u16 destination:short source:short routing_key:short nowait:bit arguments:table",
        EXCHANGE_BINDING,
      ),
      51: method("Unbind-Ok"),
    },
  },
  50: {
    name: "Queue",
    methods: {
      10: method(
        "Declare",
        "ticket:u16 queue:short passive:bit durable:bit exclusive:bit auto_delete:bit nowait:bit arguments:table",
        QUEUE,
      ),
      11: method("Declare-Ok", "queue:short message_count:u32 consumer_count:u32", QUEUE),
      20: method(
        "Bind",
        "ticket:u16 queue:short exchange:short routing_key:short nowait:bit arguments:table",
        BINDING,
      ),
      21: method("Bind-Ok"),
      30: method("Purge", "ticket:u16 queue:short nowait:bit", QUEUE),
      31: method("Purge-Ok", "message_count:u32"),
      40: method("Delete", "ticket:u16 queue:short if_unused:bit if_empty:bit nowait:bit", QUEUE),
      41: method("Delete-Ok", "message_count:u32"),
      50: method(
        "Unbind",
        "ticket:u16 queue:short exchange:short routing_key:short arguments:table",
        BINDING,
      ),
      51: method("Unbind-Ok"),
    },
  },
  60: {
    name: "Basic",
    methods: {
      10: method("Qos", "prefetch_size:u32 prefetch_count:u16 global:bit"),
      11: method("Qos-Ok"),
      20: method(
        "Consume",
        "ticket:u16 queue:short consumer_tag:short no_local:bit no_ack:bit exclusive:bit nowait:bit filter:table",
        QUEUE,
      ),
      21: method("Consume-Ok", "consumer_tag:short"),
      30: method("Cancel", "consumer_tag:short nowait:bit"),
      31: method("Cancel-Ok", "consumer_tag:short"),
      40: method(
        "Publish",
        "ticket:u16 exchange:short routing_key:short mandatory:bit immediate:bit",
        ROUTE,
      ),
      50: method("Return", "reply_code:u16 reply_text:short exchange:short routing_key:short"),
      60: method(
        "Deliver",
        "consumer_tag:short delivery_tag:u64 redelivered:bit exchange:short routing_key:short",
        ROUTE,
      ),
      70: method("Get", "ticket:u16 queue:short no_ack:bit", QUEUE),
      71: method(
        "Get-Ok",
        "delivery_tag:u64 redelivered:bit exchange:short routing_key:short message_count:u32",
        ROUTE,
      ),
      72: method("Get-Empty", "cluster_id:short"),
      80: method("Ack", "delivery_tag:u64 multiple:bit"),
      90: method("Reject", "delivery_tag:u64 requeue:bit"),
      100: method("Recover-Async", "requeue:bit"),
      110: method("Recover", "requeue:bit"),
      111: method("Recover-Ok"),
      120: method("Nack", "delivery_tag:u64 multiple:bit requeue:bit"),
    },
  },
  85: {
    name: "Confirm",
    methods: { 10: method("Select", "nowait:bit"), 11: method("Select-Ok") },
  },
  90: {
    name: "Tx",
    methods: {
      10: method("Select"),
      11: method("Select-Ok"),
      20: method("Commit"),
      21: method("Commit-Ok"),
      30: method("Rollback"),
      31: method("Rollback-Ok"),
    },
  },
};

/** The properties of content of class Basic by their flags, the highest bit first, §4.2.6.1. */
export const CONTENT_PROPERTIES: readonly Argument[] = method(
  "",
  "content_type:short content_encoding:short headers:table delivery_mode:u8 priority:u8 correlation_id:short reply_to:short expiration:short message_id:short timestamp:u64 type:short user_id:short app_id:short cluster_id:short",
).arguments;
