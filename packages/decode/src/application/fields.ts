/** Fields of every application protocol. */

import { defineField, type FieldSpec } from "../field.ts";
import { Protocol, protocolInfo } from "../protocol.ts";
import { FIELDS as DHCP } from "./dhcp-fields.ts";
import { FIELDS as DNS } from "./dns-fields.ts";
import { FIELDS as HTTP } from "./http-fields.ts";
import { FIELDS as QUIC } from "./quic-tree.ts";
import { FIELDS as SSH } from "./ssh-tree.ts";
import { FIELDS as TLS } from "./tls-fields.ts";

const READ: readonly FieldSpec[] = [...DNS, ...TLS, ...HTTP, ...DHCP, ...QUIC, ...SSH];

/** Protocols that are named but not read: their names alone can be filtered by. */
const NAMED: readonly FieldSpec[] = Object.values(Protocol)
  .filter((protocol) => protocol >= Protocol.Ntp)
  .map((protocol) => protocolInfo(protocol))
  .filter(({ filterName }) => filterName !== "" && READ.every(({ name }) => name !== filterName))
  .map(({ filterName, title }) => defineField(filterName, "protocol", title));

export const APPLICATION_FIELDS: readonly FieldSpec[] = [...READ, ...NAMED];
