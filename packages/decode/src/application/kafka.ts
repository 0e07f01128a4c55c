/** Apache Kafka's protocol, kafka.apache.org/protocol: requests with a key and a version, and answers matched by number. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const PORT = 9092;
/** Size, key, version, correlation and the client's name's length. */
const REQUEST_LEN = 14;
const RESPONSE_LEN = 8;
/** Longest message that is believed: a broker's usual bound. */
const MAX_MESSAGE = 100 * 1024 * 1024;
/** Highest version that content is believed to name. */
const MAX_VERSION = 20;
/** Requests remembered of one connection; the oldest go first. */
const MAX_REQUESTS = 256;

const KEYS: readonly string[] = [
  ...["Produce", "Fetch", "Offsets", "Metadata", "LeaderAndIsr", "StopReplica", "UpdateMetadata"],
  ...["ControlledShutdown", "OffsetCommit", "OffsetFetch", "FindCoordinator", "JoinGroup"],
  ...["Heartbeat", "LeaveGroup", "SyncGroup", "DescribeGroups", "ListGroups", "SaslHandshake"],
  ...["ApiVersions", "CreateTopics", "DeleteTopics", "DeleteRecords", "InitProducerId"],
  ...["OffsetForLeaderEpoch", "AddPartitionsToTxn", "AddOffsetsToTxn", "EndTxn"],
  ...["WriteTxnMarkers", "TxnOffsetCommit", "DescribeAcls", "CreateAcls", "DeleteAcls"],
  ...["DescribeConfigs", "AlterConfigs", "AlterReplicaLogDirs", "DescribeLogDirs"],
  ...["SaslAuthenticate", "CreatePartitions", "CreateDelegationToken", "RenewDelegationToken"],
  ...["ExpireDelegationToken", "DescribeDelegationToken", "DeleteGroups", "ElectLeaders"],
  ...["IncrementalAlterConfigs", "AlterPartitionReassignments", "ListPartitionReassignments"],
  "OffsetDelete",
];

const KAFKA = defineField("kafka", "protocol", "Kafka");
const LENGTH = defineField("kafka.len", "int32", "Length");
const REQUEST_KEY = defineField("kafka.request_key", "int16", "API Key", {
  values: (value) => KEYS[value],
});
const RESPONSE_KEY = defineField("kafka.response_key", "int16", "API Key", {
  values: (value) => KEYS[value],
});
const VERSION = defineField("kafka.request.version", "int16", "API Version");
const CORRELATION = defineField("kafka.correlation_id", "int32", "Correlation ID");
const CLIENT = defineField("kafka.client_id", "string", "Client ID");
const REQUEST_FRAME = defineField("kafka.request_frame", "frameNumber", "Request Frame");

const FIELDS: readonly FieldSpec[] = [
  ...[KAFKA, LENGTH, REQUEST_KEY, RESPONSE_KEY, VERSION, CORRELATION, CLIENT, REQUEST_FRAME],
];

interface KafkaRequest {
  readonly key: number;
  readonly version: number;
  readonly frame: number;
}

class KafkaSession {
  readonly requests: Map<number, KafkaRequest> = new Map();

  remember(correlation: number, request: KafkaRequest): void {
    this.requests.delete(correlation);
    this.requests.set(correlation, request);
    if (this.requests.size > MAX_REQUESTS) {
      this.requests.delete(this.requests.keys().next().value as number);
    }
  }
}

/** Whether a request with a printable client name, or none, starts at `off`. */
function isRequest(view: DataView, off: number, end: number): boolean {
  if (end - off < REQUEST_LEN) return false;
  const length = view.getUint32(off);
  const name = view.getInt16(off + 12);
  if (length < REQUEST_LEN - 4 || length > MAX_MESSAGE || name < -1) return false;
  if (view.getUint16(off + 4) >= KEYS.length || view.getUint16(off + 6) > MAX_VERSION) return false;
  if (name + REQUEST_LEN - 4 > length) return false;
  const stop = Math.min(end, off + REQUEST_LEN + Math.max(0, name));
  for (let at = off + REQUEST_LEN; at < stop; at += 1) {
    const octet = view.getUint8(at);
    if (octet < 0x20 || octet >= 0x7f) return false;
  }
  return true;
}

/** With a name of some length, a request is known on any port. */
function isUnmistakable(view: DataView, off: number, end: number): boolean {
  return (
    isRequest(view, off, end) &&
    view.getInt16(off + 12) >= 4 &&
    view.getUint32(off) >= end - off - 4
  );
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end, sourcePort, destinationPort } = packet;
  if (end - start < RESPONSE_LEN) return;
  const session = conversation.recall(Protocol.Kafka, () => new KafkaSession());
  const known = sourcePort === PORT || destinationPort === PORT;
  const fromServer = known ? sourcePort === PORT : sourcePort !== conversation.originatorPort;
  if (!fromServer && isRequest(view, start, end)) dissectRequest(packet, tree, session);
  else if (fromServer) dissectResponse(packet, tree, session);
}

function dissectRequest(
  { view, payloadStart: start, payloadEnd: end, number }: Packet,
  tree: Tree,
  session: KafkaSession,
): void {
  const key = view.getUint16(start + 4);
  const version = view.getUint16(start + 6);
  tree.layer("kafka", KAFKA.description, start, end);
  tree.add(LENGTH, start);
  tree.add(REQUEST_KEY, start + 4);
  tree.add(VERSION, start + 6);
  tree.add(CORRELATION, start + 8);
  const name = view.getInt16(start + 12);
  if (name > 0 && start + REQUEST_LEN + name <= end) tree.add(CLIENT, start + REQUEST_LEN, name);
  session.remember(view.getInt32(start + 8), { key, version, frame: number });
  tree.show("Kafka", `Kafka ${KEYS[key]} v${version} Request`);
}

function dissectResponse(
  { view, payloadStart: start, payloadEnd: end }: Packet,
  tree: Tree,
  session: KafkaSession,
): void {
  tree.layer("kafka", KAFKA.description, start, end);
  tree.add(LENGTH, start);
  tree.add(CORRELATION, start + 4);
  const request = session.requests.get(view.getInt32(start + 4));
  if (request === undefined) {
    tree.show("Kafka", "Kafka Response (Undecoded, Request Missing)");
    return;
  }
  tree.value(REQUEST_FRAME, request.frame, start, start);
  tree.value(RESPONSE_KEY, request.key, start, start);
  tree.value(VERSION, request.version, start, start);
  tree.show("Kafka", `Kafka ${KEYS[request.key]} v${request.version} Response`);
}

export const KAFKA_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Kafka],
  tcpPorts: [PORT],
  stream: { firstOctets: [0], matches: isUnmistakable },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end) => {
    if (end - off < 4) return 0;
    const length = view.getUint32(off);
    return length < 4 || length > MAX_MESSAGE ? end - off : 4 + length;
  },
};
