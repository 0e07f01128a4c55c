/** The port mapper and the RPC binder, RFC 1833 §2 and §3. */

import { defineField, type FieldSpec } from "../field.ts";
import type { RpcMessage, RpcProgram } from "./rpc-call.ts";
import { programTitle } from "./rpc-titles.ts";

const PROCEDURES_2 = ["NULL", "SET", "UNSET", "GETPORT", "DUMP", "CALLIT"];
const PROCEDURES_3 = [
  ...["NULL", "SET", "UNSET", "GETADDR", "DUMP", "CALLIT", "GETTIME", "UADDR2TADDR", "TADDR2UADDR"],
];
const PROCEDURES_4 = [
  ...["NULL", "SET", "UNSET", "GETADDR", "DUMP", "BCAST", "GETTIME", "UADDR2TADDR", "TADDR2UADDR"],
  ...["GETVERSADDR", "INDIRECT", "GETADDRLIST", "GETSTAT"],
];

/** Entries of a list that are shown. */
const MAX_ENTRIES = 256;

const IP_PROTOCOLS: Readonly<Record<number, string>> = { 6: "TCP", 17: "UDP" };

function procedureField(version: number, names: readonly string[]): FieldSpec {
  return defineField(`portmap.procedure_v${version}`, "uint32", `V${version} Procedure`, {
    values: (value) => names[value],
  });
}

const PORTMAP = defineField("portmap", "protocol", "Portmap");
const PROCEDURE_2 = procedureField(2, PROCEDURES_2);
const PROCEDURE_3 = procedureField(3, PROCEDURES_3);
const PROCEDURE_4 = procedureField(4, PROCEDURES_4);
const PROGRAM = defineField("portmap.prog", "uint32", "Program");
const VERSION = defineField("portmap.version", "uint32", "Version");
const PROTOCOL = defineField("portmap.proto", "uint32", "Protocol", { values: IP_PROTOCOLS });
const PORT = defineField("portmap.port", "uint32", "Port");
const BINDING_PROGRAM = defineField("portmap.rpcb.prog", "uint32", "Program");
const BINDING_VERSION = defineField("portmap.rpcb.version", "uint32", "Version");
const NETWORK = defineField("portmap.rpcb.netid", "string", "Network Id");
const ADDRESS = defineField("portmap.rpcb.addr", "string", "Universal Address");
const OWNER = defineField("portmap.rpcb.owner", "string", "Owner of this Service");
const ANSWER_ADDRESS = defineField("portmap.uaddr", "string", "Universal Address");

export const PORTMAP_FIELDS: readonly FieldSpec[] = [
  ...[PORTMAP, PROCEDURE_2, PROCEDURE_3, PROCEDURE_4, PROGRAM, VERSION, PROTOCOL, PORT],
  ...[BINDING_PROGRAM, BINDING_VERSION, NETWORK, ADDRESS, OWNER, ANSWER_ADDRESS],
];

function dissect(message: RpcMessage, procedure: string): string {
  const { tree, cursor, version, isReply } = message;
  tree.layer("portmap", PORTMAP.description, cursor.off, cursor.end);
  tree.summarize(`${procedure} ${isReply ? "Reply" : "Call"}`);
  const spec = version === 2 ? PROCEDURE_2 : version === 3 ? PROCEDURE_3 : PROCEDURE_4;
  tree.value(spec, message.procedure, cursor.off, cursor.off);
  switch (procedure) {
    case "SET":
    case "UNSET":
    case "GETPORT":
      if (version !== 2) return isReply ? "" : addBinding(message);
      return isReply ? addPort(message) : addMapping(message);
    case "DUMP":
      return isReply && version === 2 ? addMappings(message) : "";
    case "GETADDR":
    case "GETVERSADDR":
      return isReply ? addAddress(message) : addBinding(message);
    default:
      return "";
  }
}

function addMapping({ tree, cursor }: RpcMessage): string {
  const at = cursor.take(16);
  if (at < 0) return "";
  tree.add(PROGRAM, at);
  tree.add(VERSION, at + 4);
  tree.add(PROTOCOL, at + 8);
  tree.add(PORT, at + 12);
  const program = tree.view.getUint32(at);
  const version = tree.view.getUint32(at + 4);
  const protocol = tree.view.getUint32(at + 8);
  const title = programTitle(program);
  return ` ${title}(${program}) V:${version} ${IP_PROTOCOLS[protocol] ?? protocol}`;
}

function addPort({ tree, cursor }: RpcMessage): string {
  const at = cursor.take(4);
  if (at < 0) return "";
  tree.add(PORT, at);
  const port = tree.view.getUint32(at);
  return port === 0 ? " PROGRAM_NOT_AVAILABLE" : ` Port:${port}`;
}

function addMappings(message: RpcMessage): string {
  const { tree, cursor } = message;
  for (let count = 0; count < MAX_ENTRIES && cursor.uint32() === 1; count += 1) {
    const at = cursor.take(16);
    if (at < 0) return "";
    tree.add(PROGRAM, at);
    tree.add(VERSION, at + 4);
    tree.add(PROTOCOL, at + 8);
    tree.add(PORT, at + 12);
  }
  return "";
}

function addBinding({ tree, cursor }: RpcMessage): string {
  const at = cursor.take(8);
  if (at < 0) return "";
  tree.add(BINDING_PROGRAM, at);
  tree.add(BINDING_VERSION, at + 4);
  for (const spec of [NETWORK, ADDRESS, OWNER]) {
    const item = cursor.text();
    if (item === undefined) return "";
    tree.value(spec, item.text, item.start, item.end);
  }
  return "";
}

function addAddress({ tree, cursor }: RpcMessage): string {
  const item = cursor.text();
  if (item !== undefined) tree.value(ANSWER_ADDRESS, item.text, item.start, item.end);
  return "";
}

export const PORTMAP_PROGRAM: RpcProgram = {
  name: "Portmap",
  title: "PORTMAP",
  procedures: (version) =>
    version === 2 ? PROCEDURES_2 : version === 3 ? PROCEDURES_3 : PROCEDURES_4,
  dissect,
};
